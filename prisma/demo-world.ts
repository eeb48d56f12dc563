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
      { number: '+442079460130', label: 'Assistant' },
    ],
    assistant: {
      id: '01930000-0000-7000-8000-000000000101',
      line: '+442079460130',
      name: 'Robin',
      prompt:
        'You answer the telephone of Larkfield Heating, who repair boilers and radiators in London. Be brief and friendly. Pass the caller to a colleague when they ask for a person or speak of danger.',
      disclosure: 'This is an automatic assistant.',
      firstMessage: 'Larkfield Heating, good day. How can I help?',
      language: 'en',
      tools: ['transfer_to_agent', 'end_call', 'send_digits'],
      dailySpend: 50,
    },
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
    assistant: null,
    people: [{ email: 'admin@other.test', name: 'Alex Reed', role: 'admin' }],
  },
] as const
