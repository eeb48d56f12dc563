// Loaded before Next (`node --import`), which is not ours and would live on: its stdin is a pipe from the launcher, which
// ends with the launcher however that dies.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume()
process.stdin.unref?.()
