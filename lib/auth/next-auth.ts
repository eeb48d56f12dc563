import NextAuth, { type AuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { z } from 'zod'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { described } from '#lib/http/operation.ts'
import { clientAddress } from './client-address.ts'
import { MAX_PASSWORD } from './password.ts'
import { SESSION_TTL_S, sessionCookie } from './session-cookie.ts'
import { signIn } from './sign-in.ts'

const Credentials = z.object({ email: z.string().min(3).max(254), password: z.string().min(1).max(MAX_PASSWORD) })

/** next-auth with one provider: e-mail and password. A function, since settings are read when a process runs. */
export function authOptions(): AuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_TTL_S },
    pages: { signIn: '/sign-in' },
    cookies: { sessionToken: sessionCookie() },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: async (input, request) => {
          const credentials = Credentials.safeParse(input)
          if (!credentials.success) throw new AppError('invalid_credentials', 'invalid_credentials')
          const session = await signIn(credentials.data, clientAddress(new Headers(request.headers as HeadersInit)))
          return { id: session.userId, ...session }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, ...claimsOf(user) } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
  }
}

const Claims = z.object({ userId: z.string(), businessId: z.string(), sessionVersion: z.number() })
const claimsOf = (user: unknown) => Claims.parse(user)

/** next-auth's own routes. */
export const handleAuth = described((...args: unknown[]): unknown => NextAuth(authOptions())(...args), {
  ...{ summary: 'Sign in and out, as NextAuth has it', status: 200, input: z.object({}) },
  ...{ output: 'application/json', body: 'json' },
})
