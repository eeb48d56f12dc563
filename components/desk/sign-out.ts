/** Ends the session and goes to the sign-in page. The library comes when it is needed: no page is slower for it. */
export async function signOut(): Promise<void> {
  const { signOut: end } = await import('next-auth/react')
  await end({ callbackUrl: '/sign-in' })
}
