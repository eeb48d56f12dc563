import { formatNumber } from '#components/ui/reader.ts'
import type { retention as enGB } from './retention-en-GB.ts'

const recordings = (n: number) => `${formatNumber(n)} ${n === 1 ? 'grabación' : 'grabaciones'}`

/** What the server itself gives as a reason; what people wrote stays as it is. */
const REASONS: Record<string, string> = { 'asked for': 'a petición', 'legal hold': 'retención legal' }

/** The texts of the page on how long recordings are kept, in Spanish. */
export const retention: typeof enGB = {
  title: 'Cuánto se conservan las grabaciones',
  tab: 'Grabaciones',
  lead: 'Lo más antiguo se borra la noche siguiente, aquí y en el operador. Las llamadas y transcripciones se quedan.',
  choice: 'Conservar las grabaciones',
  choices: { ever: 'Para siempre', days: 'Algunos días' },
  days: 'Días',
  rule: (most) => `Un número entero de 1 a ${formatNumber(most)}.`,
  wouldGo: (n) =>
    n === 0
      ? 'Ninguna grabación es tan antigua ahora.'
      : `${recordings(n)} ${n === 1 ? 'es más antigua y se borraría' : 'son más antiguas y se borrarían'}.`,
  save: 'Guardar',
  saveAndRemove: (n) => `Guardar y borrar ${recordings(n)}`,
  now: 'Ahora',
  stored: 'Conservadas',
  held: 'Con retención legal',
  due: 'Se van esta noche',
  count: (n) => formatNumber(n),
  heldLead:
    'La retención legal de una llamada se pone por la API. Hasta que se levante, nadie puede borrar sus grabaciones.',
  proofs: 'Últimos borrados y retenciones',
  proofsLead: 'Cada uno con una prueba que nadie puede cambiar.',
  none: 'Aún no se borró ni se retuvo nada',
  actions: {
    deleted: 'Se borró la grabación de',
    held: 'Retención legal puesta a',
    released: 'Retención legal levantada de',
  },
  call: 'la llamada',
  byRule: 'Por la regla de arriba',
  reasonOf: (reason) => REASONS[reason] ?? reason.replace(/^kept for (\d+) days$/, 'conservada $1 días'),
}
