type Environment = Record<string, string | undefined>

/** Headers every page carries beside its content security policy. */
export const PAGE_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy':
    'microphone=(self), speaker-selection=(self), autoplay=(self), camera=(), geolocation=(), display-capture=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** The vendor's own hosts, needed only when no other signalling address is set. */
const VENDOR = ['https://eventgw.twilio.com', 'wss://voice-js.roaming.twilio.com']

/** The policy of one page view. Sockets may go to PUBLIC_WS_URL and to the voice network only. */
export function contentSecurityPolicy(nonce: string, env: Environment): string {
  const dev = env.NODE_ENV === 'development'
  const voice = env.VOICE_SIGNALLING_URL ? [env.VOICE_SIGNALLING_URL] : VENDOR
  const live = env.PUBLIC_WS_URL ?? `ws://localhost:${env.WS_PORT ?? '8081'}`
  return [
    `default-src 'self'`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `frame-ancestors 'none'`,
    `form-action 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? ` 'unsafe-eval'` : ''}`,
    dev ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-inline'`, // Radix writes positions into attributes before the page is alive
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `media-src 'self' blob: mediastream:`,
    `connect-src 'self' ${[origin(live), ...voice.map(origin)].join(' ')}${dev ? ' ws:' : ''}`,
    `worker-src 'self' blob:`,
  ].join('; ')
}

const origin = (url: string) => new URL(url).origin
