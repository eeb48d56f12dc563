import { z } from 'zod'

const ms = (min: number, max: number, usual: number) => z.coerce.number().int().min(min).max(max).default(usual)

/** Connection overrides in a URL's fragment: ct, rt and tt in ms, rc retries, rp what is retried (twilio.com/docs/usage/webhooks). */
const Overrides = z.object({
  ct: ms(100, 10_000, 5_000),
  rt: ms(100, 15_000, 15_000),
  tt: ms(100, 15_000, 15_000),
  rc: z.coerce.number().int().min(0).max(5).default(1),
  rp: z
    .string()
    .default('ct')
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(['4xx', '5xx', 'ct', 'rt', 'all']))),
})

export type Overrides = z.infer<typeof Overrides>

export interface Target {
  /** What is requested and signed: the URL without its fragment. */
  url: string
  overrides: Overrides
}

/** Splits a webhook URL from its overrides; undefined when the URL or a value is not valid. */
export function readTarget(text: string): Target | undefined {
  const [url, fragment = ''] = text.split('#', 2)
  const overrides = Overrides.safeParse(Object.fromEntries(new URLSearchParams(fragment)))
  if (!url || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol) || !overrides.success) return undefined
  return { url, overrides: overrides.data }
}
