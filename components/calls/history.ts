import type * as answers from '#lib/calls/call-answers.ts'

/** A row of the history, as the calls API answers it. */
export type HistoryCall = answers.CallInList
export type HistoryPage = Pick<answers.CallList, 'data'>
/** One call with everything that is known of it. */
export type CallDetail = answers.CallDetail
export type CallLeg = answers.CallLeg
export type CallRecording = answers.CallRecording
export type CallComment = answers.Comment
export type LedgerEvent = answers.LedgerEvent
/** What one side said without a pause; times in seconds. */
export type SpokenTurn = Omit<NonNullable<CallDetail['transcript']>['segments'][number], 'confidence'>
