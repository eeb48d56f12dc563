import { z } from 'zod'
import { plainText } from '#lib/plain-text.ts'

/** A week: no call is longer. */
const MOST_SECONDS = 7 * 86_400
const MOST_SEGMENTS = 20_000
/** Bytes of a request that carries a transcript: a day of talk is about one million. */
export const TRANSCRIPT_BYTES = 4 * 1024 * 1024

const seconds = z.number().min(0).max(MOST_SECONDS)

const Segment = z
  .object({
    speaker: plainText(100),
    start_time: seconds,
    end_time: seconds,
    text: plainText(20_000),
    confidence: z.number().min(0).max(1).nullish(),
  })
  .refine(({ start_time, end_time }) => end_time >= start_time, {
    path: ['end_time'],
    message: 'must not be before start_time',
  })

/** A transcript as the calls API takes it: times in seconds from the start of the call. */
export const TranscriptBody = z.object({
  segments: z.array(Segment).max(MOST_SEGMENTS),
  duration: seconds.nullish(),
  language: plainText(35).nullish(),
  provider: plainText(100).nullish(),
})
export type TranscriptBody = z.infer<typeof TranscriptBody>

/** What was said in a piece of a call; times in milliseconds from the call's start, confidence from 0 to 1. */
export interface SpokenSegment {
  speaker: string
  startMs: number
  endMs: number
  text: string
  confidence: number | null
}

/** The segments of a body. */
export const segmentsOf = ({ segments }: TranscriptBody): SpokenSegment[] =>
  segments.map(({ speaker, start_time, end_time, text, confidence }) => ({
    speaker,
    startMs: Math.round(start_time * 1000),
    endMs: Math.round(end_time * 1000),
    text,
    confidence: confidence ?? null,
  }))
