import { formatNumber } from '#components/ui/reader.ts'

/** The texts of the exports: calls taken away as files. */
export const callExports = {
  title: 'Exports',
  tab: 'Exports',
  make: 'Export calls',
  makeLead: 'A CSV file of the calls that match, one line each.',
  all: 'All calls',
  chosen: (n: number) => `${formatNumber(n)} chosen ${n === 1 ? 'call' : 'calls'}`,
  prepare: 'Prepare a file',
  prepareHint: 'For many calls: it is made while you go on, and kept for a day.',
  now: 'Download now',
  nowHint: 'Keep this page open until it has arrived.',
  choose: 'Choose other calls',
  list: 'Your files',
  none: 'No files yet',
  noneLead: 'Files that you have prepared appear here, with their progress.',
  failed: 'That did not work.',
  status: { queued: 'Waiting', running: 'Being written', ready: 'Ready', failed: 'Failed', expired: 'Deleted' },
  progress: (rows: number, total: number | null) =>
    total === null ? `${formatNumber(rows)} calls` : `${formatNumber(rows)} of ${formatNumber(total)} calls`,
  rows: (rows: number) => `${formatNumber(rows)} ${rows === 1 ? 'call' : 'calls'}`,
  size: (bytes: number) =>
    bytes < 1_000_000 ? `${formatNumber(Math.ceil(bytes / 1000))} kB` : `${formatNumber(bytes / 1_000_000, 1)} MB`,
  made: (when: string) => `asked for ${when}`,
  until: (when: string) => `kept until ${when}`,
  download: 'Download',
  downloadOf: (what: string) => `Download: ${what}`,
}
