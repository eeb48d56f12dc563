import { bundleOptions, copyCarrierPage } from './bundle.mjs'

/** Bundles again whenever a source changes; onChange(name) tells which process has new code. Returns its stop function. */
export async function watchBundles(dir, onChange) {
  const { context } = await import('esbuild')
  const options = bundleOptions(dir)
  const contexts = await Promise.all(
    Object.entries(options.entryPoints).map(async ([name, entry]) => {
      const made = await context({
        ...options,
        entryPoints: { [name]: entry },
        plugins: [afterChanges(name, onChange)],
      })
      await made.rebuild()
      await made.watch()
      return made
    }),
  )
  await copyCarrierPage(dir)
  return () => Promise.all(contexts.map((made) => made.dispose()))
}

/** The first bundle and the one that begins the watch hold the same code; only later ones are changes. */
function afterChanges(name, onChange) {
  let last
  return {
    name: 'after-changes',
    setup(build) {
      build.initialOptions.metafile = true
      build.onEnd(({ errors, metafile }) => {
        if (errors.length > 0) return onChange(name, errors[0].text)
        const code = JSON.stringify(metafile.outputs)
        if (last && last !== code) onChange(name)
        last = code
      })
    },
  }
}
