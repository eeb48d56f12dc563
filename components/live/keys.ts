/** The SWR keys of everything on screen: an address is its own key. */
export const KEYS = {
  settings: '/api/phone/settings',
  myCalls: '/api/phone/calls',
  preferences: '/api/users/me/preferences',
  keys: '/api/keys',
  removals: (days: number | null) => `/api/recordings/removals${days === null ? '' : `?retention_days=${days}`}`,
  audit: (action: string | null, cursor: string | null) => {
    const query = new URLSearchParams({ ...(action && { action }), ...(cursor && { cursor }) })
    return `/api/audit?${query}`
  },
  call: (id: string) => `/api/calls/${id}`,
  callComments: (id: string) => `/api/calls/${id}/comments`,
  callEvents: (id: string) => `/api/calls/${id}/events`,
  calls: (page: number, limit: number) => `/api/calls?page=${page}&limit=${limit}`,
  /** Fifty calls of a list from a cursor on; `of` holds its filters and order. */
  callLog: (of: string, cursor: string | null) =>
    `/api/calls?${of && `${of}&`}limit=50${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
  callChoices: '/api/calls/choices',
  assistants: '/api/assistants',
  conversations: (assistantId: string) => `/api/assistants/${assistantId}/conversations`,
  conversation: (id: string) => `/api/conversations/${id}`,
  savedViews: '/api/saved-views',
  stats: (of: string) => `/api/stats?${of}`,
  answering: (of: string) => `/api/stats/answering?${of}`,
  exports: '/api/exports',
}

const isOfCalls = (key: string) => key === KEYS.myCalls || (key.startsWith('/api/calls') && key !== KEYS.callChoices)
const isOfAssistants = (key: string) => key.startsWith('/api/assistants') || key.startsWith('/api/conversations')

/** Which keys an event makes old. An event that is not listed concerns nothing on these pages. */
const TOUCHED = new Map<string, (key: string) => boolean>([
  ['call.changed', (key) => isOfCalls(key) || isOfAssistants(key) || key.startsWith('/api/stats')],
  ['export.changed', (key) => key === KEYS.exports],
  ['conversation.changed', isOfAssistants],
  ['conversation.controlled', isOfAssistants],
  ['recording.ready', (key) => key.startsWith('/api/calls') || key.startsWith('/api/recordings/removals')],
])

/** Figures are counted anew for every answer: many events make one reading. */
export const keysReadSeldom = (key: unknown): boolean => typeof key === 'string' && key.startsWith('/api/stats')

/** A filter for SWR's mutate: the keys to read again after this event. */
export function keysTouchedBy(eventType: string): (key: unknown) => boolean {
  const touched = TOUCHED.get(eventType)
  return (key) => typeof key === 'string' && touched !== undefined && touched(key)
}
