import { expect, test } from 'vitest'
import { findLockFaults } from './check-lock.mjs'

const lockOf = (packages) => ({ packages: { '': {}, ...packages } })

test('exact versions and complete entries are fine', () => {
  const manifest = { dependencies: { a: '1.2.3' }, devDependencies: { b: '4.5.6-beta.7' } }
  const lock = lockOf({
    'node_modules/a': { version: '1.2.3', optionalDependencies: { 'a-linux': '1.2.3' } },
    'node_modules/a/node_modules/a-linux': { version: '1.2.3', optional: true },
  })
  expect(findLockFaults(manifest, lock)).toEqual([])
})

test('a range, an address and a missing platform package are told', () => {
  const lock = lockOf({
    'node_modules/a': { resolved: 'https://registry.example/a.tgz', optionalDependencies: { 'a-mac': '1.0.0' } },
  })
  expect(findLockFaults({ dependencies: { a: '^1.2.3' } }, lock)).toEqual([
    'package.json: a is not pinned to one version: ^1.2.3',
    'package-lock.json: node_modules/a has an address (resolved)',
    'package-lock.json: node_modules/a may need a-mac, which has no entry',
  ])
})
