import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CallRow, csvHead, csvLines } from './csv.ts'

const row = (some: Partial<CallRow>): CallRow => ({
  id: '1',
  started_at: '2026-01-15T12:00:00.000Z',
  answered_at: null,
  ended_at: null,
  direction: 'inbound',
  status: 'completed',
  outcome: null,
  caller_phone: null,
  caller_name: null,
  phone_number: '+442079460111',
  agent: null,
  duration: null,
  tags: '',
  notes: null,
  campaign: null,
  source: null,
  disposition: null,
  customer_id: null,
  has_recording: 'false',
  has_transcript: 'false',
  ...some,
})

/** The cells of one record, read as RFC 4180 says. */
function cellsOf(line: string): string[] {
  const cells = [...line.replace(/\r\n$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)]
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}

test('numbers stay as they are, and text never begins a formula', () => {
  expect(csvLines([row({ caller_phone: '+442079460958', caller_name: '+1+1' })])).toBe(
    "1,2026-01-15T12:00:00.000Z,,,inbound,completed,,+442079460958,'+1+1,+442079460111,,,,,,,,,false,false\r\n",
  )
  for (const start of ['=', '+', '-', '@', '\t', '\r', '＝']) {
    expect(cellsOf(csvLines([row({ notes: `${start}HYPERLINK("x")` })]))[13]).toBe(`'${start}HYPERLINK("x")`)
  }
})

test('the head names every column of a row', () => {
  expect(csvHead().startsWith('\ufeffid,started_at')).toBe(true)
  expect(cellsOf(csvHead().slice(1))).toEqual(Object.keys(row({})))
})

test('whatever text is in a cell comes back whole', () => {
  const property = fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const cell = cellsOf(csvLines([row({ notes: text })]))[13]!
    expect(cell.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '')).toBe(text.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, ''))
  })
  fc.assert(property)
})
