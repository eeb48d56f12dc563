import { formatNumber } from '#components/ui/reader.ts'
import type { stats as enGB } from './stats-en-GB.ts'

const calls = (n: number) => `${formatNumber(n)} ${n === 1 ? 'llamada' : 'llamadas'}`

/** The texts of the figures' page in Spanish. */
export const stats: typeof enGB = {
  title: 'Estadísticas',
  loading: 'Contando las llamadas',
  failed: 'No se pudieron cargar las cifras.',
  none: 'Ninguna llamada en estos días.',
  noneAdvice: 'Elige más días, o menos filtros.',
  period: 'Días',
  spans: { today: 'Hoy', '7d': '7 días', '30d': '30 días', '90d': '90 días' },
  custom: 'Otros',
  compared: (days, before) => `${days}, comparado con ${before}`,
  days: (from, to) => (from === to ? from : `${from} a ${to}`),
  calls,
  figures: {
    label: 'Cifras',
    how: (name) => `Cómo se cuenta: ${name}`,
    open: 'Abrir estas llamadas',
    before: (value) => `antes: ${value}`,
    noneBefore: 'nada que comparar',
    points: (points) => `${points} pts`,
    calls: { name: 'Llamadas', formula: 'Todas las llamadas que empezaron en estos días, acabaran como acabaran.' },
    answered: {
      name: 'Atendidas',
      formula: 'Llamadas atendidas ÷ llamadas. Atendida: alguien habló con la otra parte, o habla ahora.',
    },
    missed: {
      name: 'Perdidas',
      formula: 'Llamadas perdidas ÷ llamadas. Perdida: nadie contestó, quien llamaba colgó, o comunicaba.',
    },
    average: {
      name: 'Duración media',
      formula: 'Tiempo en llamadas ÷ llamadas atendidas. El tiempo en el buzón de voz también cuenta.',
    },
    time: { name: 'Tiempo en llamadas', formula: 'La duración de todas las llamadas, sumada.' },
  },
  answering: {
    label: 'Respuesta',
    loading: 'Midiendo las respuestas',
    failed: 'No se pudo cargar cómo se atendieron las llamadas.',
    seconds: (seconds) => `${seconds} s`,
    abandoned: {
      name: 'Abandonadas',
      formula:
        'Llamadas abandonadas ÷ llamadas entrantes. Abandonada: quien llamaba colgó mientras sonaba un teléfono.',
    },
    median: {
      name: 'Rapidez',
      formula: 'La mitad de las entrantes atendidas esperó como mucho esto, desde su inicio hasta la respuesta.',
    },
    most: {
      name: 'El décimo más lento',
      formula: 'Nueve de cada diez entrantes atendidas esperaron como mucho esto, desde su inicio hasta la respuesta.',
    },
    average: {
      name: 'Espera media',
      formula:
        'Esperas de las entrantes atendidas, sumadas ÷ estas llamadas. Se espera desde el inicio hasta la respuesta.',
    },
    within: {
      name: (seconds) => `En ${seconds} s`,
      formula: (seconds) => `Entrantes atendidas en ${seconds} s ÷ entrantes atendidas.`,
    },
    worked: (value, of) => `${value} de ${of}`,
  },
  lengths: {
    title: 'Duración de las llamadas',
    head: 'Duración',
    formula: 'Llamadas atendidas y terminadas, por su duración.',
    under: (most) => `menos de ${most}`,
    between: (least, most) => `${least} a ${most}`,
    over: (least) => `${least} y más`,
  },
  reasons: {
    title: 'Por qué no se atendieron',
    head: 'Motivo',
    formula: 'Llamadas perdidas, ocupadas, fallidas y canceladas, por lo que fue de la otra parte.',
    none: 'Todas las llamadas de estos días se atendieron.',
  },
  before: 'Antes',
  countedAs: { answered: 'Atendidas', missed: 'Perdidas', other: 'Ni unas ni otras' },
  neither: 'Ni unas ni otras: buzón de voz, fallidas, canceladas, o aún sonando.',
  byDay: 'Llamadas por día',
  byWeek: 'Llamadas por semana',
  asTable: 'Como tabla',
  weekOf: (day) => `Semana del ${day}`,
  bar: (day, all, answered, missed, other) =>
    `${day}: ${calls(all)}, ${formatNumber(answered)} atendidas, ${formatNumber(missed)} perdidas, ${formatNumber(other)} ni una ni otra`,
  week: { title: 'Cuándo se llama', zone: (zone) => `por hora, ${zone}`, day: 'Día' },
  cell: (n, day, hour) => `${calls(n)}, ${day} ${hour}:00`,
  parts: {
    agents: { title: 'Agentes', head: 'Agente' },
    lines: { title: 'Líneas', head: 'Línea' },
    tags: { title: 'Etiquetas', head: 'Etiqueta' },
  },
  heads: {
    calls: 'Llamadas',
    answered: 'Atendidas',
    missed: 'Perdidas',
    other: 'Otras',
    rate: 'Tasa',
    average: 'Media',
  },
  nobody: 'Nadie la atendió',
  formerMember: 'Antiguo miembro',
  others: 'Todas las demás',
  total: 'Total',
  noTags: 'Ninguna llamada de estos días tiene etiqueta.',
  tagsNote: 'Una llamada con dos etiquetas cuenta en ambas; una sin etiqueta, en ninguna.',
  shares: { direction: 'Dirección', outcome: 'Resultado', status: 'Estado' },
  directions: { inbound: 'Entrantes', outbound: 'Salientes' },
  csv: 'CSV',
}
