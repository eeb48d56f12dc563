import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findForbiddenImports } from './import-rules.mjs'
import { ROOT } from './repository.mjs'

const EXPECTED = [
  'app-imports: app/imports.ts -> local/carrier/leg.ts',
  'app-names-verbs: app/names-verbs.ts -> lib/db/client.ts',
  'carrier-behind-its-port: lib/calls/carrier-behind-its-port.ts -> lib/carrier/client.ts',
  'components-imports: components/imports.ts -> sidecar/frame.ts',
  'components-stay-in-the-browser: components/stay-in-the-browser.ts -> fs',
  'database-below-the-verbs: lib/db/below-the-verbs.ts -> lib/calls/fold.ts',
  'e2e-imports: e2e/imports.ts -> lib/calls/fold.ts',
  'foundation-at-the-bottom: lib/foundation-at-the-bottom.ts -> lib/calls/fold.ts',
  'lib-imports: lib/calls/imports.ts -> worker/beat.ts',
  'lib-without-react: lib/calls/without-react.ts -> ../../node_modules/react/index.js',
  'local-does-not-know-its-client: local/does-not-know-its-client.ts -> lib/calls/fold.ts',
  'local-imports: local/imports.ts -> sidecar/frame.ts',
  'media-at-the-bottom: lib/media/at-the-bottom.ts -> lib/calls/fold.ts',
  'next-only-in-http-and-auth: lib/calls/next-only-in-http-and-auth.ts -> ../../node_modules/next/server.js',
  'no-cycles: lib/calls/cycle.ts -> lib/calls/no-cycles.ts',
  'prisma-imports: prisma/imports.ts -> sidecar/frame.ts',
  'resolvable: lib/calls/resolvable.ts -> ./nowhere.ts',
  'sidecar-imports: sidecar/imports.ts -> worker/beat.ts',
  'worker-imports: worker/imports.ts -> sidecar/frame.ts',
]

test('each rule reports its own offending import and no other', { timeout: 60_000 }, async () => {
  expect(await findForbiddenImports(join(ROOT, 'scripts/import-rules-fixtures'))).toEqual(EXPECTED)
})

test('every rule has its offending import', () => {
  const rules = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')).forbidden.map(({ name }) => name)
  expect(EXPECTED.map((line) => line.split(':')[0])).toEqual(rules.sort())
})

test('the repository has no forbidden import', { timeout: 60_000 }, async () => {
  expect(await findForbiddenImports()).toEqual([])
})
