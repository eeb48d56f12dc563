import { formatNumber } from '#components/ui/reader.ts'

const recordings = (n: number) => `${formatNumber(n)} ${n === 1 ? 'recording' : 'recordings'}`

/** The texts of the page on how long recordings are kept. */
export const retention = {
  title: 'How long recordings are kept',
  tab: 'Recordings',
  lead: 'What is older is deleted the coming night, here and at the carrier. Calls and transcripts stay.',
  choice: 'Keep recordings',
  choices: { ever: 'For ever', days: 'For some days' },
  days: 'Days',
  rule: (most: number) => `A whole number from 1 to ${formatNumber(most)}.`,
  wouldGo: (n: number) =>
    n === 0
      ? 'No recording is that old now.'
      : `${recordings(n)} ${n === 1 ? 'is' : 'are'} older and would be deleted.`,
  save: 'Save',
  saveAndRemove: (n: number) => `Save and delete ${recordings(n)}`,
  now: 'Now',
  stored: 'Kept',
  held: 'Under legal hold',
  due: 'To go next night',
  count: (n: number) => formatNumber(n),
  heldLead: 'A legal hold is set on a call by the API. Until it is released nobody can delete its recordings.',
  proofs: 'Last removals and holds',
  proofsLead: 'Each with a proof that nobody can change.',
  none: 'Nothing was deleted or held yet',
  actions: { deleted: 'Recording deleted of', held: 'Legal hold set on', released: 'Legal hold released on' },
  call: 'the call',
  byRule: 'By the rule above',
  reasonOf: (reason: string): string => reason,
}
