/** More files than these do not fail by bad luck. */
const MOST_FILES = 8

/**
 * Gives what failed a second try, alone. An attempt takes the files to run, none for all, and resolves with
 * { passed, failed, skipped, output, files: [{ file, passed, failed, skipped }] }; a run that
 * breaks outside its files, or rejects, is tried again whole.
 * Resolves with the sums of both; `unsteady` is what the first said when the second passed.
 */
export async function withSecondTry(attempt) {
  const tryOn = (files) =>
    attempt(files).catch(({ stack }) => ({ passed: 0, failed: 1, skipped: 0, output: stack, files: [] }))
  const first = await tryOn([])
  const weak = first.files.filter(({ failed }) => failed > 0)
  if (first.failed === 0 || weak.length > MOST_FILES) return first
  const second = await tryOn(weak.map(({ file }) => file))
  const steady = weak.length > 0 ? first.files.filter(({ failed }) => failed === 0) : []
  const sum = (key) => steady.reduce((total, each) => total + each[key], second[key])
  return {
    ...{ passed: sum('passed'), failed: second.failed, skipped: sum('skipped') },
    output: `${first.output}\n\nat the second try:\n${second.output}`,
    unsteady: first.output,
  }
}
