import fc from 'fast-check'
import twilio from 'twilio'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { noChildren, parseTwiml, readAttributes, TwimlError } from './parse.ts'

const codeOf = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    return error instanceof TwimlError ? error.code : error
  }
  return undefined
}

/** What XML can carry and trimming leaves alone. */
const text = fc
  .string({ unit: 'grapheme' })
  .map((raw) => raw.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '').trim())
  .filter((clean) => clean !== '')

describe('parseTwiml', () => {
  test('reads whatever the twilio library writes', () => {
    fc.assert(
      fc.property(text, text, text, (said, name, value) => {
        const response = new twilio.twiml.VoiceResponse()
        response.say(said)
        const client = response.dial({ action: `https://example.org/?a=${encodeURIComponent(name)}&b=2` }).client({})
        client.identity('u_ann')
        client.parameter({ name, value })
        const [say, dial] = parseTwiml(response.toString())
        expect(say).toMatchObject({ name: 'Say', text: said })
        expect(dial!.attributes.action).toBe(`https://example.org/?a=${encodeURIComponent(name)}&b=2`)
        expect(dial!.children[0]!.children).toMatchObject([
          { name: 'Identity', text: 'u_ann' },
          { name: 'Parameter', attributes: { name, value } },
        ])
      }),
    )
  })

  test('numbers stay text', () => {
    expect(
      parseTwiml('<Response><Dial callerId="+15551230002"><Number>+15551230003</Number></Dial></Response>'),
    ).toEqual([
      {
        name: 'Dial',
        attributes: { callerId: '+15551230002' },
        text: '',
        children: [{ name: 'Number', attributes: {}, text: '+15551230003', children: [] }],
      },
    ])
  })

  test('comments and declarations are passed over, character references and CDATA read', () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-8"?><!-- hi --><Response><!-- yes --><Say>a&#38;b&#x21;<![CDATA[<c>]]></Say></Response>'
    expect(parseTwiml(xml)).toMatchObject([{ name: 'Say', text: 'a&b!<c>' }])
  })

  test.each([
    ['', 12100],
    ['Hello', 12100],
    ['<Response><Say></Response>', 12100],
    [' <?xml version="1.0"?><Response/>', 12100],
    ['<response/>', 12102],
    ['<html/>', 12102],
  ])('%j is %d', (xml, code) => {
    expect(codeOf(() => parseTwiml(xml))).toBe(code)
  })

  test('never throws anything but a TwimlError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((inside) => `<Response>${inside}</Response>`),
        ),
        (xml) => {
          expect([undefined, 12100, 12102]).toContain(codeOf(() => parseTwiml(xml)))
        },
      ),
    )
  })
})

test('an attribute nobody knows is 12200, a bad value what the verb says', () => {
  const [say] = parseTwiml('<Response><Say loop="x" volume="3"/></Response>')
  const Loop = z.strictObject({ loop: z.coerce.number().optional(), volume: z.string().optional() })
  expect(codeOf(() => readAttributes(z.strictObject({ loop: z.string() }), say!))).toBe(12200)
  expect(codeOf(() => readAttributes(Loop, say!, 16002))).toBe(16002)
})

test('an element that takes text only refuses others inside', () => {
  const [say] = parseTwiml('<Response><Say>a<break/></Say></Response>')
  expect(codeOf(() => noChildren(say!))).toBe(12200)
})
