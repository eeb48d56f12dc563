import { existsSync } from 'node:fs'

const tsconfigPath = '.build/tsconfig.json'

/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.BUILD_DIR ?? '.build/dev',
  poweredByHeader: false,
  // Next writes its distDir into the tsconfig it is given: the launcher makes one that may be written to. `verify` checks types.
  typescript: { ignoreBuildErrors: true, ...(existsSync(tsconfigPath) && { tsconfigPath }) },
}
