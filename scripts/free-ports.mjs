import { createServer } from 'node:net'
import { Refusal } from './refusal.mjs'

/** Refuses with the variable's name when one of the ports is taken. ports: variable names; vars: their values and HOST. */
export async function checkPortsFree(ports, vars) {
  for (const name of ports) {
    const code = await tryPort(Number(vars[name]), vars.HOST)
    if (code === 'EADDRINUSE')
      throw new Refusal(`${name} ${vars[name]} is in use by another program; set ${name} to a free port`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Refusal(`HOST ${vars.HOST} is no address of this machine`)
    if (code) throw new Refusal(`${name} ${vars[name]} cannot be used: ${code}`)
  }
}

/** Port numbers that are free now, all different. */
export async function findFreePorts(count, host = '127.0.0.1') {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0, host)))
  const ports = servers.map((server) => server.address().port)
  await Promise.all(servers.map(close))
  return ports
}

async function tryPort(port, host) {
  try {
    await close(await listen(port, host))
  } catch (error) {
    return error.code
  }
}

function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen({ port, host, exclusive: true }, () => resolve(server))
  })
}

const close = (server) => new Promise((resolve) => server.close(resolve))
