/** Loaded into a sidecar under test: tells what it holds when it is asked. */
process.on('message', () => {
  // What one collection sets free of the outside world, the next one counts.
  for (let times = 0; times < 3; times++) globalThis.gc()
  const resources = {}
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1
  const { heapUsed: heapBytes, rss: residentBytes } = process.memoryUsage()
  process.send({ resources, heapBytes, residentBytes })
})
// The channel alone keeps nobody alive.
process.channel.unref()
