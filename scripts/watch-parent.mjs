// Loaded before programs that are not ours and would live on (`node --import`): stdin is a pipe from the parent and ends
// with it, however it dies. Next hands this file on to processes of its own, whose stdin says nothing.
if (process.ppid === Number(process.env.OFFHOOK_PARENT_PID)) {
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume()
  process.stdin.unref()
}
