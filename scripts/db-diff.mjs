import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'

const SCHEMA = 'prisma/schema.prisma'

/** The schema as the last commit has it, or as a new project has it: empty. `npm run db:diff -- empty` asks for the latter. */
function oldSchema() {
  if (process.argv[2] === 'empty') return undefined
  try {
    return execFileSync('git', ['show', `HEAD:${SCHEMA}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
}

const target = (content) =>
  content === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content }] }

/** The package's own entry imports its .wasm file as a module, which Node 20 and 22 do only behind a flag. */
async function loadEngine() {
  const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = readFileSync(new URL('schema_engine_bg.wasm', entry))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engineModule })
  engineModule.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return engineModule.SchemaEngine
}

const answer = (value) => async () => ({ ok: true, value })

/** The engine opens a connection even to compare two files: this one says "PostgreSQL 15, schema public exists" and no more. */
const version = { columnTypes: [5, 7, 0], columnNames: ['exists', 'version', 'numeric_version'] }
const connection = {
  provider: 'postgres',
  adapterName: 'none',
  queryRaw: answer({ ...version, rows: [[true, 'PostgreSQL 15.0', 150000]] }),
  dispose: answer(undefined),
}
const adapter = { ...connection, connect: answer(connection), connectToShadowDb: answer(connection) }

const content = readFileSync(SCHEMA, 'utf8')
const SchemaEngine = await loadEngine()
const engine = await SchemaEngine.new({ datamodels: [[SCHEMA, content]] }, () => {}, adapter)
const { stdout } = await engine.diff({
  from: target(oldSchema()),
  to: target(content),
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
})
process.stdout.write(stdout)
