/** Just enough of RFC 6455 to load a server without the load itself being what is measured: text frames below 64 KiB. */
import { createHash } from 'node:crypto'

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
export const acceptOf = (key) =>
  createHash('sha1')
    .update(key + MAGIC)
    .digest('base64')

/** A text frame. A client's is masked, with zeros. */
export function textFrame(text, isClient) {
  const length = text.length
  const head = (length < 126 ? 2 : 4) + (isClient ? 4 : 0)
  const frame = Buffer.alloc(head + length)
  frame[0] = 0x81
  frame[1] = (isClient ? 0x80 : 0) | (length < 126 ? length : 126)
  if (length >= 126) frame.writeUInt16BE(length, 2)
  frame.latin1Write(text, head, length)
  return frame
}

/** Calls onText with the text of each frame that comes on a socket, after what came with the upgrade. */
export function readFrames(socket, head, onText) {
  let rest = head
  const take = (data) => {
    rest = rest.length > 0 ? Buffer.concat([rest, data]) : data
    let at = 0
    for (let frame = frameAt(rest, at); frame; frame = frameAt(rest, at)) {
      at = frame.end
      if (frame.opcode === 1) onText(frame.text())
    }
    rest = rest.subarray(at)
  }
  if (head.length > 0) take(Buffer.alloc(0))
  socket.on('data', take)
}

function frameAt(data, at) {
  if (data.length < at + 2) return null
  const short = data[at + 1] & 0x7f
  const isMasked = (data[at + 1] & 0x80) !== 0
  let start = at + 2 + (short === 126 ? 2 : short === 127 ? 8 : 0)
  if (data.length < start) return null
  const length =
    short === 126 ? data.readUInt16BE(at + 2) : short === 127 ? Number(data.readBigUInt64BE(at + 2)) : short
  const mask = start
  if (isMasked) start += 4
  const end = start + length
  if (data.length < end) return null
  const text = () => {
    if (isMasked) for (let i = 0; i < length; i++) data[start + i] ^= data[mask + (i & 3)]
    return data.latin1Slice(start, end)
  }
  return { opcode: data[at] & 0x0f, end, text }
}
