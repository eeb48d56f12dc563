import { formatNumber } from '#components/ui/reader.ts'
import type { callExports as enGB } from './exports-en-GB.ts'

/** The texts of the exports in Spanish. */
export const callExports: typeof enGB = {
  title: 'Exportaciones',
  tab: 'Exportaciones',
  make: 'Exportar llamadas',
  makeLead: 'Un archivo CSV de las llamadas que coinciden, una por línea.',
  all: 'Todas las llamadas',
  chosen: (n) => `${formatNumber(n)} ${n === 1 ? 'llamada elegida' : 'llamadas elegidas'}`,
  prepare: 'Preparar un archivo',
  prepareHint: 'Para muchas llamadas: se hace mientras sigues, y se guarda un día.',
  now: 'Descargar ahora',
  nowHint: 'Deja esta página abierta hasta que haya llegado.',
  choose: 'Elegir otras llamadas',
  list: 'Tus archivos',
  none: 'Aún no hay archivos',
  noneLead: 'Los archivos que prepares aparecen aquí, con su progreso.',
  failed: 'No funcionó.',
  status: { queued: 'En espera', running: 'Escribiéndose', ready: 'Listo', failed: 'Falló', expired: 'Borrado' },
  progress: (rows, total) =>
    total === null ? `${formatNumber(rows)} llamadas` : `${formatNumber(rows)} de ${formatNumber(total)} llamadas`,
  rows: (rows) => `${formatNumber(rows)} ${rows === 1 ? 'llamada' : 'llamadas'}`,
  size: (bytes) =>
    bytes < 1_000_000 ? `${formatNumber(Math.ceil(bytes / 1000))} kB` : `${formatNumber(bytes / 1_000_000, 1)} MB`,
  made: (when) => `pedido ${when}`,
  until: (when) => `se guarda hasta ${when}`,
  download: 'Descargar',
  downloadOf: (what) => `Descargar: ${what}`,
}
