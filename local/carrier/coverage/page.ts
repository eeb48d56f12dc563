import type { Exchange } from '../exchange.ts'
import { attributeRows, parameterRows, type Row, resourceRows } from './coverage.ts'
import { DOCUMENTED_ELEMENTS, DOCUMENTED_FORMS, OTHER_ELEMENTS } from './documented.ts'

/** The page coverage.md, made of what the code reads and refuses. */
export function coveragePage(exchange: Exchange): string {
  const elements = table('Element', Object.keys(DOCUMENTED_ELEMENTS), attributeRows())
  const operations = table('POST', Object.keys(DOCUMENTED_FORMS), parameterRows())
  const resources = resourceRows(exchange).map(({ path, methods }) => `| ${path} | ${methods.join(' ')} |`)
  return `# What the local carrier emulates

Made from the code by \`node --import tsx local/carrier/coverage/write.ts\`; a test compares. Whatever the vendor documents
for calls is emulated, read without any effect here, or refused with the vendor's code; nothing is passed over in silence. A
refused TwiML attribute fails the call with 12200, or is skipped with a warning when \`LOCAL_CARRIER_LENIENT=true\`; a refused
REST parameter is 20001; a resource that is not listed is 20404.

## TwiML

${elements}

Refused as a whole with 12200: ${OTHER_ELEMENTS.map((name) => `\`${tag(name)}\``).join(', ')}.

## REST 2010-04-01: resources

| Path | Methods |
| --- | --- |
${resources.join('\n')}

## REST 2010-04-01: parameters

${operations}
`
}

/** An element by its place, as tags: Dial Number is <Dial><Number>. */
const tag = (name: string) =>
  name
    .split(' ')
    .map((part) => `<${part}>`)
    .join('')

function table(title: 'Element' | 'POST', names: string[], rows: Row[]): string {
  const lines = names.map((of) => {
    const own = rows.filter((row) => row.of === of)
    const list = (wanted: Row['fate']) =>
      own
        .filter(({ fate }) => fate === wanted)
        .map(({ name }) => name)
        .join(' ')
    const shown = title === 'POST' ? of : `\`${tag(of)}\``
    return `| ${shown} | ${list('emulated')} | ${list('without effect')} | ${list('refused')} |`
  })
  return [`| ${title} | emulated | without effect | refused |`, '| --- | --- | --- | --- |', ...lines].join('\n')
}
