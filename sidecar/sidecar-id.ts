import { networkInterfaces } from 'node:os'
import { newId } from '#lib/ids.ts'

const EVERYWHERE = new Set(['0.0.0.0', '::', ''])

/** A name for this process that also says where other sidecars reach it. */
export const newSidecarId = (host: string, port: number): string => `sidecar-${newId()}@${urlOf(reachable(host), port)}`

/** Where the sidecar of this name is reached; undefined for a name that does not say. */
export const addressOf = (sidecarId: string): string | undefined => sidecarId.split('@')[1]

const urlOf = (host: string, port: number) => `ws://${host.includes(':') ? `[${host}]` : host}:${port}`

/** One that listens everywhere is reached by the first address of this machine on its network. */
function reachable(host: string): string {
  if (!EVERYWHERE.has(host)) return host
  const outward = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return outward.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1'
}
