const LOCAL = /^ws:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/

/**
 * Loads the Voice SDK. It takes window.WebSocket at load time and knows wss only: where signalling is a plain socket on
 * this machine, it is given one that turns wss://host/ into ws://host/. The native one is put back afterwards.
 */
export async function loadWithPlainSocket<T>(signallingUrl: string | null, load: () => Promise<T>): Promise<T> {
  if (!signallingUrl || !LOCAL.test(signallingUrl)) return load()
  const native = window.WebSocket
  const secure = `wss://${new URL(signallingUrl).host}/`
  window.WebSocket = new Proxy(native, {
    construct: (target, [url, ...rest]: [string | URL, ...unknown[]]) => {
      const address = String(url)
      return Reflect.construct(target, [address.startsWith(secure) ? address.replace('wss:', 'ws:') : address, ...rest])
    },
  })
  try {
    return await load()
  } finally {
    window.WebSocket = native
  }
}
