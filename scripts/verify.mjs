import { ensureInstalled } from './install.mjs'
import { printReason } from './refusal.mjs'

try {
  await ensureInstalled()
  // Needs the packages that may have been installed a moment ago.
  const { runChecks } = await import('./checks.mjs')
  const results = await runChecks()
  process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0
} catch (error) {
  printReason(error)
  process.exitCode = 1
}
