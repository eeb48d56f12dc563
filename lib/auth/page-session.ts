import { redirect } from 'next/navigation'
import { isDemo } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { readPreferences } from '#lib/users/preferences.ts'
import type { UserPrincipal } from './principal.ts'
import { requireSession } from './session.ts'

/** What a signed-in page may show of whom it is for; sends everybody else to the sign-in page. */
export async function requirePageSession() {
  const principal = await sessionOrSignIn()
  const { userId, name, email, role, business } = principal
  const { timeZone, ...reader } = await readPreferences({ principal })
  return {
    user: { id: userId, name, email },
    business: { ...business, timeZone: timeZone ?? business.timeZone, ownTimeZone: business.timeZone },
    role,
    reader,
    demo: isDemo(),
  }
}

async function sessionOrSignIn(): Promise<UserPrincipal> {
  try {
    return await requireSession()
  } catch (error) {
    if (error instanceof AppError && error.status === 401) redirect('/sign-in')
    throw error
  }
}
