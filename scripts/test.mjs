import { ensureInstalled } from './install.mjs'
import { say } from './progress.mjs'
import { printReason } from './refusal.mjs'

try {
  await ensureInstalled()
  // The rest needs the packages that may have been installed a moment ago.
  const { runEverything } = await import('./all-tests.mjs')
  const { passed, failed } = await runEverything()
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
} catch (error) {
  printReason(error)
  process.exitCode = 1
}
