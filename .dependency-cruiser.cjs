const { builtinModules } = require('node:module')

const EVERYTHING = ['app', 'bench', 'components', 'e2e', 'lib', 'local', 'prisma', 'scripts', 'sidecar', 'worker']
const folders = (names) => `^(${names.join('|')})/`
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})/`
const NODE = `^(node:)?(${builtinModules.join('|')})$`
const TESTS = '\\.test\\.tsx?$|/test-[a-z-]+\\.ts$'

/** A rule for one folder: of the repository's folders it may import itself and those named. */
const mayImport = (folder, allowed, comment, pathNot) => ({
  name: `${folder}-imports`,
  comment,
  severity: 'error',
  from: { path: `^${folder}/`, ...(pathNot && { pathNot }) },
  to: { path: folders(EVERYTHING.filter((name) => name !== folder && !allowed.includes(name))) },
})
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** Who may import whom. Each rule has one offending import in scripts/import-rules-fixtures. */
module.exports = {
  forbidden: [
    mayImport('app', ['components', 'lib'], 'Pages compose components, routes name one verb'),
    never(
      'app-names-verbs',
      'Routes know verbs and schemas, not what those stand on',
      { path: '^app/' },
      { path: '^lib/(db|jobs|media)/' },
    ),
    mayImport('components', ['lib'], 'Components know the browser phone and schemas'),
    never(
      'components-stay-in-the-browser',
      'Nothing a component reaches may need a server',
      { path: '^components/', pathNot: TESTS },
      { path: `^lib/(db/|carrier/|env\\.ts$)|${NODE}`, reachable: true },
    ),
    mayImport('lib', [], 'The rules know no process and no page; their tests migrate a database', TESTS),
    never(
      'lib-without-react',
      'React lives in components',
      { path: '^lib/' },
      { path: packages('react', 'react-dom', 'swr') },
    ),
    never(
      'next-only-in-http-and-auth',
      'Verbs run in any process; a test may knock at a route',
      { path: '^lib/', pathNot: `^lib/(http|auth)/|${TESTS}` },
      { path: packages('next', 'next-auth') },
    ),
    never(
      'foundation-at-the-bottom',
      'The files at the root of lib import nothing above them',
      { path: '^lib/[^/]+\\.ts$', pathNot: TESTS },
      { path: '^lib/[^/]+/' },
    ),
    never(
      'carrier-behind-its-port',
      'Verbs ask the port; the vendor stays inside lib/carrier',
      { path: '^lib/(?!carrier/)' },
      { path: '^lib/carrier/client\\.ts$' },
    ),
    never('media-at-the-bottom', 'Sound knows no calls', { path: '^lib/media/' }, { path: '^lib/(?!media/)[^/]+/' }),
    never(
      'database-below-the-verbs',
      'Verbs use the database, not the other way round',
      { path: '^lib/db/', pathNot: TESTS },
      { path: '^lib/(?!db/)[^/]+/' },
    ),
    never(
      'no-cycles',
      'Files that import each other are one file',
      { path: '.' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    mayImport('local', ['lib'], 'A stand-in does not know its client'),
    never(
      'local-does-not-know-its-client',
      'A stand-in shares sound and foundation with the app, nothing else',
      { path: '^local/' },
      { path: '^lib/', pathNot: '^lib/(media/|(errors|log|clock|ids|phone-number)\\.ts$)' },
    ),
    mayImport('sidecar', ['lib'], 'A process composes verbs'),
    mayImport('worker', ['lib'], 'A process composes verbs'),
    mayImport('prisma', ['lib'], 'Migration and seed use verbs'),
    mayImport('e2e', [], 'A story knows the browser and HTTP only'),
    never('resolvable', 'An import that leads nowhere', { path: '.' }, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/|^lib/db/generated/' },
    exclude: { path: '^(\\.build|\\.data|public)/|^scripts/import-rules-fixtures/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
