import { expect, LINE, test } from './story.ts'

const SOCKET = /\/live$/

test('the history changes by events alone: with the socket blocked nothing moves, then it does (M22)', async ({
  agent,
  phones,
}) => {
  let blocked = true
  await agent.routeWebSocket(SOCKET, (socket) => {
    if (blocked) void socket.close({ code: 1013 })
    else socket.connectToServer()
  })
  const asked: string[] = []
  await agent.goto('/calls')
  const firstRow = agent.getByRole('table').getByRole('row').nth(1)
  await agent.waitForLoadState('networkidle')
  agent.on('request', (request) => {
    if (request.url().includes('/api/calls')) asked.push(request.url())
  })

  const from = '+442079460901'
  const call = await phones.dialIn({ from, to: LINE })
  await call.hangUp()
  await call.expectState('ended')
  await expect.poll(async () => newest(agent)).toBe(from)
  await expect(agent.getByText('020 7946 0901')).toHaveCount(0)
  expect(asked, 'nothing is polled').toEqual([])

  blocked = false
  await expect(firstRow).toContainText('020 7946 0901')
  const again = '+442079460902'
  const second = await phones.dialIn({ from: again, to: LINE })
  await expect(firstRow).toContainText('020 7946 0902')
  await second.hangUp()
  await expect(firstRow).toContainText('Missed')
})

/** What the server knows, asked outside the page. */
async function newest(agent: import('@playwright/test').Page): Promise<string> {
  const response = await agent.context().request.get('/api/calls?limit=1')
  return (await response.json()).data.calls[0].caller_phone
}
