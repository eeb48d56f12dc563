interface Cookie {
  host: string
  path: string
  name: string
  value: string
  secure: boolean
}

/** The cookies applications set during one call: sent again to the same host and path until the call is forgotten. */
export class Cookies {
  #kept: Cookie[] = []

  /** The Cookie header for a URL; undefined when there is nothing to send. */
  header(url: string): string | undefined {
    const { hostname, pathname, protocol } = new URL(url)
    const sent = this.#kept.filter(
      ({ host, path, secure }) => host === hostname && isWithin(pathname, path) && (!secure || protocol === 'https:'),
    )
    return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; ')
  }

  /** Takes the Set-Cookie headers of a reply; those that have run out are forgotten. */
  take(url: string, headers: readonly string[]): void {
    for (const header of headers) {
      const cookie = readCookie(header, new URL(url))
      if (!cookie) continue
      this.#kept = this.#kept.filter(
        ({ host, path, name }) => host !== cookie.host || path !== cookie.path || name !== cookie.name,
      )
      if (!cookie.isOver) this.#kept.push(cookie)
    }
  }
}

function readCookie(header: string, { hostname, pathname }: URL): (Cookie & { isOver: boolean }) | undefined {
  const [pair = '', ...rest] = header.split(';').map((part) => part.trim())
  const [, name, value] = /^([^=\s]+)=(.*)$/.exec(pair) ?? []
  if (name === undefined || value === undefined) return undefined
  const attributes = new Map(
    rest.map((part) => {
      const [key = '', ...words] = part.split('=')
      return [key.toLowerCase(), words.join('=')]
    }),
  )
  const given = attributes.get('path')
  const path = given?.startsWith('/') ? given : pathname.slice(0, Math.max(1, pathname.lastIndexOf('/')))
  const expires = Date.parse(attributes.get('expires') ?? '')
  const maxAge = attributes.get('max-age')
  const isOver = maxAge !== undefined ? Number(maxAge) <= 0 : expires <= Date.now()
  return { host: hostname, path, name, value, secure: attributes.has('secure'), isOver }
}

const isWithin = (pathname: string, path: string) =>
  pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
