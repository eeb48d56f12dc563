import { formatNumber } from '#components/ui/reader.ts'

const calls = (n: number) => `${formatNumber(n)} ${n === 1 ? 'call' : 'calls'}`

/** The texts of the figures' page. */
export const stats = {
  title: 'Stats',
  loading: 'Counting the calls',
  failed: 'The figures could not load.',
  none: 'No call in these days.',
  noneAdvice: 'Take more days, or fewer filters.',
  period: 'Days',
  spans: { today: 'Today', '7d': '7 days', '30d': '30 days', '90d': '90 days' },
  custom: 'Custom',
  compared: (days: string, before: string) => `${days}, compared with ${before}`,
  days: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  calls,
  figures: {
    label: 'Figures',
    how: (name: string) => `How this is counted: ${name}`,
    open: 'Open these calls',
    before: (value: string) => `before: ${value}`,
    noneBefore: 'nothing to compare',
    points: (points: string) => `${points} pts`,
    calls: { name: 'Calls', formula: 'Every call that began in these days, whatever became of it.' },
    answered: {
      name: 'Answered',
      formula: 'Answered calls ÷ calls. Answered: somebody spoke with the other party, or does now.',
    },
    missed: {
      name: 'Missed',
      formula: 'Missed calls ÷ calls. Missed: it rang out, the caller gave up, or the line was busy.',
    },
    average: {
      name: 'Average length',
      formula: 'Time on calls ÷ answered calls. Time spent on voicemail counts as well.',
    },
    time: { name: 'Time on calls', formula: 'The lengths of all calls, added up.' },
  },
  answering: {
    label: 'Answering',
    loading: 'Timing the answers',
    failed: 'How calls were answered could not load.',
    seconds: (seconds: string) => `${seconds} s`,
    abandoned: {
      name: 'Abandoned',
      formula: 'Abandoned calls ÷ incoming calls. Abandoned: the caller hung up while a phone rang.',
    },
    median: {
      name: 'Speed of answer',
      formula: 'Half of the answered incoming calls waited at most this long, from their begin to the answer.',
    },
    most: {
      name: 'Slowest tenth',
      formula: 'Nine of ten answered incoming calls waited at most this long, from their begin to the answer.',
    },
    average: {
      name: 'Average wait',
      formula:
        'Waits of the answered incoming calls, added up ÷ these calls. A wait lasts from the begin to the answer.',
    },
    within: {
      name: (seconds: number) => `Within ${seconds} s`,
      formula: (seconds: number) => `Incoming calls answered within ${seconds} s ÷ answered incoming calls.`,
    },
    worked: (value: string, of: string) => `${value} of ${of}`,
  },
  lengths: {
    title: 'Length of calls',
    head: 'Length',
    formula: 'Answered calls that are over, by their length.',
    under: (most: string) => `under ${most}`,
    between: (least: string, most: string) => `${least} to ${most}`,
    over: (least: string) => `${least} and longer`,
  },
  reasons: {
    title: 'Why calls were not answered',
    head: 'Reason',
    formula: 'Missed, busy, failed and cancelled calls, by what became of the other leg.',
    none: 'Every call of these days was answered.',
  },
  before: 'Before',
  countedAs: { answered: 'Answered', missed: 'Missed', other: 'Neither' },
  neither: 'Neither: voicemail, failed, cancelled, or still ringing.',
  byDay: 'Calls by day',
  byWeek: 'Calls by week',
  asTable: 'As a table',
  weekOf: (day: string) => `Week of ${day}`,
  bar: (day: string, all: number, answered: number, missed: number, other: number) =>
    `${day}: ${calls(all)}, ${formatNumber(answered)} answered, ${formatNumber(missed)} missed, ${formatNumber(other)} neither`,
  week: { title: 'When people call', zone: (zone: string) => `by hour, ${zone}`, day: 'Day' },
  cell: (n: number, day: string, hour: number) => `${calls(n)}, ${day} ${hour}:00`,
  parts: {
    agents: { title: 'Agents', head: 'Agent' },
    lines: { title: 'Lines', head: 'Line' },
    tags: { title: 'Tags', head: 'Tag' },
  },
  heads: { calls: 'Calls', answered: 'Answered', missed: 'Missed', other: 'Neither', rate: 'Rate', average: 'Average' },
  nobody: 'Nobody took it',
  formerMember: 'Former member',
  others: 'All others',
  total: 'Total',
  noTags: 'No call of these days has a tag.',
  tagsNote: 'A call with two tags counts for both, one without for none.',
  shares: { direction: 'Direction', outcome: 'Outcome', status: 'Status' },
  directions: { inbound: 'Incoming', outbound: 'Outgoing' } as Record<string, string>,
  csv: 'CSV',
}
