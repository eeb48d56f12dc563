import { spawn } from 'node:child_process'
import { ROOT } from './repository.mjs'

/**
 * Runs a program to its end in the repository's folder and gives back its code, its output and the two mixed.
 * Aborting the signal sends SIGTERM. Throws only when the program cannot be started.
 */
export function run(command, args, { env = process.env, signal, cwd = ROOT, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] })
    const out = { stdout: '', stderr: '', all: '' }
    const collect = (name) => (text) => {
      out[name] += text
      out.all += text
      onLine?.(text)
    }
    child.stdout.setEncoding('utf8').on('data', collect('stdout'))
    child.stderr.setEncoding('utf8').on('data', collect('stderr'))
    child.on('error', reject)
    child.on('close', (code, killedBy) => resolve({ code: code ?? 1, killedBy, ...out }))
  })
}

/** The last lines of a program's output, for a message. */
export const tail = (text, lines = 15) => text.trimEnd().split('\n').slice(-lines).join('\n')
