import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { generateClient, writeTypesConfig } from './build.mjs'
import { bundleOptions, copyCarrierPage } from './bundle.mjs'
import { during, say } from './progress.mjs'
import { Refusal } from './refusal.mjs'
import { ROOT } from './repository.mjs'

const DIR = '.build/dev'

/**
 * The build of `npm run dev`: bundles that follow the sources (Next follows its own). Returns { dir, onChange, stop };
 * onChange(name), set by the caller, is told which bundle has new code.
 */
export async function watchBuild(signal) {
  const { context } = await import('esbuild')
  await during('Building the database client', () => generateClient(signal))
  writeTypesConfig()
  const build = { dir: DIR, onChange: () => {}, stop: () => Promise.all(contexts.map((made) => made.dispose())) }
  const options = bundleOptions(join(ROOT, DIR))
  rmSync(join(ROOT, DIR, 'page'), { recursive: true, force: true })
  const contexts = await during('Bundling sidecar, worker and stand-ins', () =>
    Promise.all(
      Object.entries(options.entryPoints).map(([name, entry]) => watchOne(context, options, name, entry, build)),
    ),
  )
  await copyCarrierPage(join(ROOT, DIR))
  return build
}

function watchOne(context, options, name, entry, build) {
  let isFirst = true
  return new Promise((resolve, reject) => {
    const onEnd = (errors) => {
      for (const { text, location } of errors) say(`  ${name}: ${text} (${location?.file}:${location?.line})`)
      if (errors.length > 0) reject(new Refusal(`${name} cannot be bundled`))
      else if (isFirst) resolve(watching)
      else build.onChange(name)
      isFirst = false
    }
    const plugin = { name: 'tell-changes', setup: (made) => made.onEnd(({ errors }) => onEnd(errors)) }
    const watching = context({ ...options, entryPoints: { [name]: entry }, plugins: [plugin] })
    watching.then((made) => made.watch()).catch(reject)
  })
}
