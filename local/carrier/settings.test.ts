import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'
import { madeUpAccount } from './signalling/test-account.ts'

const LOCAL_CARRIER_ACCOUNTS = JSON.stringify([madeUpAccount()])

test('only the accounts have to be given', () => {
  expect(readSettings({ LOCAL_CARRIER_ACCOUNTS })).toMatchObject({
    LOCAL_CARRIER_PORT: 4010,
    HOST: '127.0.0.1',
    LOCAL_MEDIA_HOST: '127.0.0.1',
    LOCAL_MEDIA_PORTS: [40_000, 40_099],
    LOCAL_CARRIER_CPS: 1,
    LOCAL_CARRIER_LENIENT: false,
  })
})

test.each([
  [{}, 'LOCAL_CARRIER_ACCOUNTS'],
  [{ LOCAL_CARRIER_ACCOUNTS: 'x' }, 'LOCAL_CARRIER_ACCOUNTS'],
  [{ LOCAL_CARRIER_ACCOUNTS: '[{}]' }, 'LOCAL_CARRIER_ACCOUNTS'],
  [{ LOCAL_CARRIER_ACCOUNTS, LOCAL_MEDIA_PORTS: '40000' }, 'LOCAL_MEDIA_PORTS'],
  [{ LOCAL_CARRIER_ACCOUNTS, LOCAL_MEDIA_PORTS: '40099-40000' }, 'LOCAL_MEDIA_PORTS'],
  [{ LOCAL_CARRIER_ACCOUNTS, LOCAL_MEDIA_PORTS: '40000-99999' }, 'LOCAL_MEDIA_PORTS'],
  [{ LOCAL_CARRIER_ACCOUNTS, LOCAL_MEDIA_HOST: 'localhost' }, 'LOCAL_MEDIA_HOST'],
  [{ LOCAL_CARRIER_ACCOUNTS, LOCAL_CARRIER_PORT: '99999' }, 'LOCAL_CARRIER_PORT'],
  [{ LOCAL_CARRIER_ACCOUNTS, LOCAL_CARRIER_CPS: '0' }, 'LOCAL_CARRIER_CPS'],
  [{ LOCAL_CARRIER_ACCOUNTS, LOCAL_CARRIER_LENIENT: 'yes' }, 'LOCAL_CARRIER_LENIENT'],
])('%j: one line that names %s', (env, name) => {
  expect(() => readSettings(env)).toThrow(new RegExp(`^${name}: [^\n]+$`))
})
