import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy, PAGE_HEADERS } from '#lib/http/page-headers.ts'

/** Sets the headers of pages and nothing else: every endpoint is safe without it, and a matched path would lose bodies above 10 MB. */
export function proxy(request: NextRequest) {
  const nonce = crypto.randomUUID().replaceAll('-', '')
  const policy = contentSecurityPolicy(nonce, process.env)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy) // Next takes the nonce of its own scripts from here
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.headers.set(name, value)
  return response
}

/** Pages by name, so that no endpoint can match; proxy.test.ts compares the list with the folders. */
export const config = {
  matcher: [
    '/',
    '/sign-in',
    '/example',
    '/phone',
    '/calls',
    '/calls/:id',
    '/assistants',
    '/assistants/:id',
    '/assistants/:id/instructions',
    '/stats',
    '/settings',
    '/settings/keys',
    '/settings/audit',
    '/settings/exports',
    '/settings/recordings',
  ],
}
