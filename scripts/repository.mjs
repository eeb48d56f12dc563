import { fileURLToPath } from 'node:url'

/** The repository's folder; every process runs with it as its working folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))
