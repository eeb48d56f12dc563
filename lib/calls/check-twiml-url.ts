import { carrierUrls } from '#lib/carrier/urls.ts'
import { AppError } from '#lib/errors.ts'
import type { Rules } from './dialling-rules.ts'

/** Throws unless a program's TwiML may run on our account: whoever writes it can dial anything from there. */
export function checkTwimlUrl(url: string, { twimlUrls }: Rules): void {
  const asked = new URL(url)
  const isPlain = asked.username === '' && asked.password === '' && asked.hash === '' && asked.href === url
  const ours = [carrierUrls.greeting(), carrierUrls.menu()].includes(url)
  if (isPlain && (ours || twimlUrls.some((allowed) => isUnder(asked, new URL(allowed))))) return
  throw new AppError('twiml_url_not_allowed', 'TwiML of this address may not run here.', {
    field: 'options.twimlUrl',
    action: 'Ask an admin of your business to allow the address.',
  })
}

/** Same origin, and the same path or one below it; a path that climbs back out was resolved before. */
function isUnder(asked: URL, allowed: URL): boolean {
  const folder = allowed.pathname.endsWith('/') ? allowed.pathname : `${allowed.pathname}/`
  return asked.origin === allowed.origin && (asked.pathname === allowed.pathname || asked.pathname.startsWith(folder))
}
