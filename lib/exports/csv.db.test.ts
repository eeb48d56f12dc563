import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { database } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { csvHead, csvText } from './csv.ts'

/** Texts as the cells that the database makes of them. */
async function cellsOf(texts: (string | null)[]): Promise<string[]> {
  const rows = await database().$queryRaw<{ cell: string }[]>`
    select ${csvText(sql`text`)} as cell from unnest(${texts}::text[]) with ordinality t(text, nth) order by nth`
  return rows.map(({ cell }) => cell)
}

/** A cell as another program writes it (RFC 4180). */
const quoted = (text: string) => stringify([[text]], { record_delimiter: 'windows', eof: false })

test('numbers stay as they are, and text never begins a formula', async () => {
  const starts = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']
  const [number, sum, nothing, ...formulas] = await cellsOf([
    '+442079460958',
    '+1+1',
    null,
    ...starts.map((start) => `${start}HYPERLINK("x")`),
  ])
  expect([number, sum, nothing]).toEqual(['+442079460958', "'+1+1", ''])
  expect(formulas).toEqual(starts.map((start) => `"'${start}HYPERLINK(""x"")"`))
})

test('the head names the columns, behind the mark of UTF-8', () => {
  expect(csvHead()).toBe(
    '\ufeffid,started_at,answered_at,ended_at,direction,status,outcome,caller_phone,caller_name,phone_number,agent,duration,' +
      'tags,notes,campaign,source,disposition,customer_id,has_recording,has_transcript\r\n',
  )
})

test('whatever text is in a cell comes back whole, written as others write it', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(',', '"', '\r', '\n', "'", '=', ' ', 'a', '\\') }),
  )
  const texts = fc.sample(text, 500).map((some) => some.replaceAll('\0', ''))
  const expected = texts.map((some) => (/^[=+\-@\t\r＝＋－＠]/.test(some) ? `'${some}` : some))
  const cells = await cellsOf(texts)
  for (const [index, cell] of cells.entries()) {
    const want = expected[index]!
    expect(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell).toBe(want)
    // Others leave a lone line feed bare; readers of files take it for the end of a line.
    if (!/[\r\n]/.test(want)) expect(cell).toBe(quoted(want))
  }
})
