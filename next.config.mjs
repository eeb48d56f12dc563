import { existsSync } from 'node:fs'

const tsconfigPath = '.build/tsconfig.json'

/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.BUILD_DIR ?? '.build/dev',
  poweredByHeader: false,
  // Next writes its distDir into the tsconfig it is given: the launcher makes one that may be written to. `verify` checks types.
  // A person at the site's address gets the desk, a program a word; Next's own requests for the page's data are a person's.
  rewrites: async () => ({
    beforeFiles: [
      {
        source: '/',
        destination: '/server-is-running',
        missing: [
          { type: 'header', key: 'accept', value: '.*text/html.*' },
          { type: 'header', key: 'rsc' },
        ],
      },
    ],
  }),
  typescript: { ignoreBuildErrors: true, ...(existsSync(tsconfigPath) && { tsconfigPath }) },
}
