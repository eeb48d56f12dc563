/** As many calls as a file can be asked for one by one. */
export const MOST_CHOSEN = 5_000
