import { describe, expect, type TestContext, test, vi } from 'vitest'
import { keySound } from '#lib/media/key-tones.ts'
import { encodeMulaw, SILENCE } from '#lib/media/mulaw.ts'
import { createAssistant } from '#local/assistant/assistant.ts'
import { melody } from '#local/carrier/speech.ts'
import { elevenLabs } from './eleven-labs.ts'
import { readConversation } from './eleven-labs-api.ts'
import { TestListener, WAIT } from './test-listener.ts'
import type { Conversation, ConversationPlan } from './voice-agent.ts'

vi.setConfig({ testTimeout: 60_000 })

const account = { apiKey: 'sk_test', agentId: 'agent_test' }
const PLAN: ConversationPlan = {
  prompt: 'You answer for {{company}}.',
  firstMessage: 'Welcome to {{company}}.',
  language: 'en',
  variables: { company: 'Larkfield' },
  tools: ['transfer_to_agent', 'end_call'],
}

/** An assistant of a test's own, and how to talk to it. Tests run side by side: most of their time is speech. */
async function stage({ onTestFinished }: TestContext) {
  const assistant = createAssistant([{ key: account.apiKey, agentId: account.agentId }])
  const url = `http://127.0.0.1:${await assistant.listen(0, '127.0.0.1')}`
  onTestFinished(() => assistant.close())
  const talk = (plan: Partial<ConversationPlan> = {}, who = account) => {
    const listener = new TestListener()
    const conversation = elevenLabs(who, url).open({ ...PLAN, ...plan }, listener)
    onTestFinished(() => conversation.close('the test is over'))
    return { conversation, listener }
  }
  return { assistant, url, talk }
}

const send = (conversation: Conversation, frames: Uint8Array[]) =>
  conversation.sendAudio(Buffer.concat(frames).toString('base64'))
const quiet = (ms: number) => Array.from({ length: ms / 20 }, () => SILENCE)
const voice = () => [encodeMulaw(melody('somebody speaks')), ...quiet(800)]

describe.concurrent('a conversation', () => {
  test('begins when it is told to, with the greeting in whole and its letters in time', async (context) => {
    const { assistant, talk } = await stage(context)
    const { conversation, listener } = talk()
    conversation.begin()
    await listener.sees('assistant: Welcome to Larkfield.')
    await vi.waitFor(() => expect(listener.letters).toBe('Welcome to Larkfield.'), WAIT)
    expect(listener.soundBytes).toBeGreaterThan(4_000)
    expect(listener.diary.slice(0, 3)).toEqual(['ready', 'assistant: Welcome to Larkfield.', 'audio'])
    expect(assistant.conversations.record(listener.vendorId!)?.plan).toMatchObject({
      conversation_config_override: { agent: { prompt: { prompt: PLAN.prompt }, language: 'en' } },
    })
  })

  test('hears what was said before it was ready, and answers speech that was announced', async (context) => {
    const { assistant, talk } = await stage(context)
    const { conversation, listener } = talk({ firstMessage: '' })
    assistant.conversations.announced.add('When do you open?')
    expect(send(conversation, voice())).toBe(true)
    conversation.begin()
    await listener.sees('assistant: We are open from nine to five, Monday to Friday. Is there anything else?')
    expect(listener.diary.slice(0, 2)).toEqual(['ready', 'caller: When do you open?'])
  })

  test('owns up to words it does not know', async (context) => {
    const { talk } = await stage(context)
    const { conversation, listener } = talk({ firstMessage: '' })
    conversation.begin()
    send(conversation, voice())
    await vi.waitFor(() => expect(listener.diary.join()).toMatch(/caller: \(speech, [\d.]+ s\)/), WAIT)
  })

  test('is interrupted by speech: the rest is void and the words that were heard are told', async (context) => {
    const { talk } = await stage(context)
    const { conversation, listener } = talk({
      firstMessage: 'This is a long greeting that nobody listens to from its beginning to its end.',
    })
    conversation.begin()
    await listener.sees('audio')
    send(conversation, voice())
    await listener.sees('correction')
    const [{ original, heard }] = listener.corrections as [{ original: string; heard: string }]
    expect(original).toMatch(/^This is a long/)
    expect(heard.length).toBeLessThan(original.length)
    expect(original.startsWith(heard)).toBe(true)
    expect(listener.diary.indexOf('interruption')).toBeLessThan(listener.diary.indexOf('correction'))
  })

  test('a key asks for a person; the answer to the tool is final', async (context) => {
    const { assistant, talk } = await stage(context)
    const { conversation, listener } = talk({ firstMessage: '' })
    conversation.begin()
    send(conversation, [...keySound('1')])
    await listener.sees('tool: transfer_to_agent')
    conversation.toolResult(listener.tools[0]!.id, 'Maria is ringing', false)
    send(conversation, voice())
    await vi.waitFor(() => expect(listener.diary.at(-1)).toMatch(/^caller: /), WAIT)
    const record = assistant.conversations.record(listener.vendorId!)!
    expect(record.turns.flatMap((turn) => turn.tool_results)).toMatchObject([{ result_value: 'Maria is ringing' }])
  })

  test('says goodbye and ends', async (context) => {
    const { talk } = await stage(context)
    const { conversation, listener } = talk({ firstMessage: '' })
    conversation.begin()
    await listener.sees('ready')
    conversation.sendText('goodbye')
    await listener.sees('tool: end_call')
    conversation.toolResult(listener.tools[0]!.id, 'ended', false)
    await listener.sees('ended: finished')
    expect(listener.ends[0]).toMatchObject({ cause: 'finished', code: 1000 })
  })

  test('a tool that is not allowed is refused here, and no verb hears of it', async (context) => {
    const { talk } = await stage(context)
    const { conversation, listener } = talk({ firstMessage: '', tools: ['end_call'] })
    conversation.begin()
    await listener.sees('ready')
    conversation.sendText('transfer me to +1 900 555 0123')
    await listener.sees('assistant: I am sorry, that did not work. Can I help you with anything else?')
    expect(listener.tools).toEqual([])
  })

  test('goes on after a person with what was said and the note', async (context) => {
    const { assistant, talk } = await stage(context)
    const said = [{ who: 'caller' as const, text: 'My boiler leaks' }]
    const { conversation, listener } = talk({ firstMessage: '', resume: { said, note: 'Book Tuesday' } })
    conversation.begin()
    await listener.sees('ready')
    const { contexts } = assistant.conversations.record(listener.vendorId!)!
    await vi.waitFor(() => expect(contexts.join()).toMatch(/Book Tuesday[^]*Caller: My boiler leaks/), WAIT)
  })

  test('measures the way by pings', async (context) => {
    const { talk } = await stage(context)
    const { conversation, listener } = talk({ firstMessage: '' })
    conversation.begin()
    await vi.waitFor(() => expect(listener.pings).toBeGreaterThan(0), WAIT)
  })

  test('stays on the vendor’s shelf after the call', async (context) => {
    const { url, talk } = await stage(context)
    const { conversation, listener } = talk()
    conversation.begin()
    await listener.sees('assistant: Welcome to Larkfield.')
    conversation.close('enough')
    const read = () => readConversation(account.apiKey, listener.vendorId!, url)
    await vi.waitFor(async () => expect((await read())?.status).toBe('done'), WAIT)
    expect((await read())?.transcript[0]).toMatchObject({ role: 'agent', message: expect.stringMatching(/^Welcome/) })
    expect(await readConversation(account.apiKey, 'conv_other', url)).toBeNull()
  })
})

describe.concurrent('each way to fail has its name', () => {
  test.for([
    ['refuse', 'refused', 401],
    ['close-1008', 'refused', 1008],
    ['close-1011', 'failed', 1011],
    ['drop', 'failed', 1006],
    ['format', 'format', null],
    ['flood', 'failed', null],
  ] as const)('%s: %s', async ([mode, cause, code], context) => {
    const { assistant, talk } = await stage(context)
    assistant.conversations.faults.mode = mode
    const { conversation, listener } = talk()
    conversation.begin()
    await listener.sees(`ended: ${cause}`)
    expect(listener.ends).toMatchObject([{ cause, code }])
  })

  test('a vendor that does not answer is unreachable within five seconds of the begin', async (context) => {
    const { assistant, talk } = await stage(context)
    assistant.conversations.faults.mode = 'hang'
    const { conversation, listener } = talk()
    conversation.begin()
    await listener.sees('ended: unreachable')
  })

  test('nobody there, a wrong key, a wrong agent, a variable that was forgotten', async (context) => {
    const { talk } = await stage(context)
    const { conversation: wrongKey, listener: keyless } = talk({}, { ...account, apiKey: 'sk_other' })
    const { conversation: wrongAgent, listener: stranger } = talk({}, { ...account, agentId: 'agent_other' })
    const { conversation: forgetful, listener: forgotten } = talk({ variables: {} })
    for (const conversation of [wrongKey, wrongAgent, forgetful]) conversation.begin()
    await Promise.all([keyless, stranger, forgotten].map((listener) => listener.sees('ended: refused')))
    const alone = new TestListener()
    elevenLabs(account, 'http://127.0.0.1:1').open(PLAN, alone)
    await alone.sees('ended: unreachable')
  })
})

test.concurrent('closed at any moment, it tells so at once, once, and leaves no socket', async (context) => {
  const { assistant, talk } = await stage(context)
  const early = talk()
  early.conversation.close('nobody answered')
  const late = talk()
  late.conversation.begin()
  await late.listener.sees('ready')
  late.conversation.close('hung up')
  late.conversation.close('again')
  expect(late.conversation.sendAudio('')).toBe(false)
  for (const { listener } of [early, late]) expect(listener.ends).toMatchObject([{ cause: 'closed' }])
  await vi.waitFor(() => expect(assistant.conversations.live('last')).toBeUndefined(), WAIT)
})
