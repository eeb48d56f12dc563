import type { SpokenTurn } from './history.ts'

/** The turn that is heard at a second: the last one that has begun; -1 before the first. */
export function turnAt(turns: readonly SpokenTurn[], second: number): number {
  let [low, high] = [0, turns.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (turns[middle]!.start_time <= second) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Words for our own side of the line, by whoever wrote the transcript. */
const OURS = /^(agent|assistant|operator|representative|rep|us)$/i

export const isOurs = (speaker: string): boolean => OURS.test(speaker)
