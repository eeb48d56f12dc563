import { WebSocket } from 'ws'
import { sign } from '../webhooks/sign.ts'
import { StreamError } from './plan.ts'

const HANDSHAKE_MS = 5000
/** A message with more sound than this is not meant for a telephone. */
const MOST_BYTES = 1024 * 1024

/**
 * Connects to an application. The request is signed over the wss form of its URL, in a lower-case header, also where the
 * application of this machine is reached by ws. Throws StreamError.
 */
export async function openSocket(url: string, authToken: string): Promise<WebSocket> {
  const socket = connect(url, sign(authToken, url.replace(/^ws:/, 'wss:'), {}))
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new StreamError(codeOf(error), error.message.trim()))
    socket.once('error', fail)
    socket.once('open', () => {
      socket.off('error', fail)
      resolve(socket)
    })
    socket.once('unexpected-response', (request, { statusCode }) => {
      request.destroy()
      reject(new StreamError(31920, `the handshake was answered with ${statusCode}`))
    })
  })
}

function connect(url: string, signature: string): WebSocket {
  try {
    return new WebSocket(url, {
      headers: { 'x-twilio-signature': signature, 'User-Agent': 'Twilio.TmeWs/1.0' },
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MOST_BYTES,
      perMessageDeflate: false,
    })
  } catch (error) {
    throw new StreamError(31923, String(error))
  }
}

function codeOf({ code, message }: NodeJS.ErrnoException): number {
  if (message.includes('timed out') || code === 'ETIMEDOUT') return 31901
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ECONNRESET') return 31902
  return /TLS|SSL|CERT|SIGNATURE|EPROTO/.test(code ?? '') ? 31910 : 31924
}
