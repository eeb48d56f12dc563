/** What is wrong with package.json and its lock file, one sentence each. Both as parsed JSON. */
export function findLockFaults(manifest, lock) {
  return [
    ...looseVersions(manifest),
    ...Object.entries(lock.packages).flatMap(([path, entry]) => entryFaults(lock, path, entry)),
  ]
}

function looseVersions(manifest) {
  return ['dependencies', 'devDependencies', 'optionalDependencies']
    .flatMap((group) => Object.entries(manifest[group] ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is not pinned to one version: ${version}`)
}

/** A registry's address would tie the lock to it; a missing platform package would leave that platform without a binary. */
function entryFaults(lock, path, entry) {
  const address = entry.resolved && !entry.link ? [`package-lock.json: ${path} has an address (resolved)`] : []
  const absent = Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !Object.keys(lock.packages).some((other) => other.endsWith(`node_modules/${name}`)))
    .map((name) => `package-lock.json: ${path || 'the project'} may need ${name}, which has no entry`)
  return [...address, ...absent]
}
