/** `unknown`: a pause or its end was asked for and nobody confirmed it. */
export const RECORDING_STATUSES = [
  'starting',
  'in-progress',
  'paused',
  'unknown',
  'processing',
  'stored',
  'absent',
] as const
