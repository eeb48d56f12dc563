/** The demo: two businesses that know nothing of each other. Everybody's password is in DEMO_PASSWORD. */
export const DEMO_PASSWORD = 'offhook'

export const DEMO_BUSINESSES = [
  {
    id: '01930000-0000-7000-8000-000000000001',
    name: 'Larkfield Heating',
    country: 'GB',
    timeZone: 'Europe/London',
    lines: [
      { number: '+442079460111', label: 'Emergency' },
      { number: '+442079460120', label: 'Main' },
    ],
    people: [
      { email: 'owner@demo.test', name: 'Priya Nair', role: 'owner' },
      { email: 'admin@demo.test', name: 'Jonas Lind', role: 'admin' },
      { email: 'agent@demo.test', name: 'Tomás Rivera', role: 'agent' },
      { email: 'maria@demo.test', name: 'Maria Okafor', role: 'supervisor' },
    ],
  },
  {
    id: '01930000-0000-7000-8000-000000000002',
    name: 'Other Co',
    country: 'US',
    timeZone: 'America/Los_Angeles',
    lines: [{ number: '+14155550100', label: 'Main' }],
    people: [{ email: 'admin@other.test', name: 'Alex Reed', role: 'admin' }],
  },
] as const
