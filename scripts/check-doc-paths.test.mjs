import { expect, test } from 'vitest'
import { pathsOf } from './check-doc-paths.mjs'

test('paths between backticks and relative links are found', () => {
  const page =
    'See `lib/calls/fold-call.ts`, `app/(desk)/`, [setup](twilio-setup.md#numbers) and [site](https://example.org).'
  expect(pathsOf(page)).toEqual({ paths: ['lib/calls/fold-call.ts', 'app/(desk)/'], links: ['twilio-setup.md'] })
})

test('media types, URLs, patterns, placeholders, what is made at run time and code blocks are no paths', () => {
  const page =
    '`text/html` `/api/calls/x.json` `lib/*.ts` `lib/<noun>/x.ts` `.data/secrets.json` `npm start`\n```\n`lib/no.ts`\n```\n'
  expect(pathsOf(page)).toEqual({ paths: [], links: [] })
})
