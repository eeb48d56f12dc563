/** What a bridge costs at least with `ws` and JSON, and nothing else: no signature, no ticket, no marks, no transcript. */
import { WebSocket, WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: Number(process.env.WS_PORT), host: '127.0.0.1', perMessageDeflate: false })

server.on('connection', async (carrier) => {
  const waiting = []
  let streamSid
  let far
  carrier.on('error', () => carrier.terminate())
  carrier.on('close', () => far?.terminate())
  carrier.on('message', (data) => {
    const frame = JSON.parse(data.toString())
    if (frame.event === 'start') streamSid = frame.streamSid
    if (frame.event !== 'media') return
    const text = JSON.stringify({ user_audio_chunk: frame.media.payload })
    if (far?.readyState === WebSocket.OPEN) far.send(text)
    else waiting.push(text)
  })
  const { signed_url: url } = await (await fetch(`${process.env.ELEVENLABS_API_URL}/v1/signed`)).json()
  far = new WebSocket(url, { perMessageDeflate: false })
  far.on('error', () => carrier.terminate())
  far.on('open', () => {
    far.send('{"type":"conversation_initiation_client_data"}')
    for (const text of waiting.splice(0)) far.send(text)
  })
  far.on('message', (data) => {
    const frame = JSON.parse(data.toString())
    if (frame.type !== 'audio' || carrier.readyState !== WebSocket.OPEN) return
    carrier.send(JSON.stringify({ event: 'media', streamSid, media: { payload: frame.audio_event.audio_base_64 } }))
  })
})
