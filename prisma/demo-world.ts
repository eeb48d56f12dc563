import { defaultRules } from '#lib/calls/dialling-rules.ts'

/** The demo: two businesses that know nothing of each other. Everybody's password is in DEMO_PASSWORD. */
export const DEMO_PASSWORD = 'offhook'

/** Generous, since no call of the demo costs money; what is blocked everywhere stays blocked. */
export const DEMO_RULES = {
  ...defaultRules('GB'),
  countries: ['*'],
  perActorMinute: 120,
  perActorHour: 3000,
  perActorDay: 20_000,
  perBusinessMinute: 600,
  perBusinessDay: 50_000,
  sameNumber: 500,
  concurrent: 100,
  dailySpend: 10_000,
}

export const DEMO_BUSINESSES = [
  {
    id: '01930000-0000-7000-8000-000000000001',
    name: 'Larkfield Heating',
    country: 'GB',
    timeZone: 'Europe/London',
    apiKey: 'ofk_demo_admin',
    recordCalls: true,
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
    apiKey: 'ofk_other_admin',
    recordCalls: true,
    lines: [{ number: '+14155550100', label: 'Main' }],
    people: [{ email: 'admin@other.test', name: 'Alex Reed', role: 'admin' }],
  },
] as const
