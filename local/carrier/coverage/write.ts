/** Writes local/carrier/coverage.md from the code: node --import tsx local/carrier/coverage/write.ts */
import { writeFileSync } from 'node:fs'
import { createCarrier } from '../carrier.ts'
import { FakeBrowsers } from '../test-carrier.ts'
import { coveragePage } from './page.ts'

const { exchange } = createCarrier({ accounts: [], callsPerSecond: 1, signalling: () => new FakeBrowsers() })
writeFileSync(new URL('../coverage.md', import.meta.url), coveragePage(exchange))
