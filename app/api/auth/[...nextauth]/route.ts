import { handleAuth } from '#lib/auth/next-auth.ts'

export const GET = handleAuth
export const POST = handleAuth
