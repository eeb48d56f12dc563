import { beforeEach, expect, test } from 'vitest'
import { callerOf, keyCallerOf } from '#lib/calls/test-calls.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { deleteView } from './delete-view.ts'
import { listViews } from './list-views.ts'
import { SaveView, saveView } from './save-view.ts'

let business: TestBusiness
beforeEach(async () => {
  business = await createTestBusiness()
})

const agent = () => callerOf(business, business.users.agent)
const admin = () => callerOf(business, business.users.admin)
const save = (name: string, query: string) => saveView(agent(), SaveView.parse({ name, query }))

test('a view is kept, replaced under its name, and deleted', async () => {
  const first = await save(' Long ', 'min_duration=60')
  await save('Busy', 'outcome=busy')
  expect(await save('Long', 'min_duration=90')).toEqual({ ...first, query: 'min_duration=90' })
  expect((await listViews(agent())).views.map(({ name }) => name)).toEqual(['Long', 'Busy'])
  await deleteView(agent(), first)
  expect((await listViews(agent())).views.map(({ name }) => name)).toEqual(['Busy'])
})

test('views are their owner’s alone, and no program has any', async () => {
  const { id } = await save('Mine', 'outcome=busy')
  expect(await listViews(admin())).toEqual({ views: [] })
  await expect(deleteView(admin(), { id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(listViews(keyCallerOf(business))).rejects.toMatchObject({ code: 'forbidden' })
})

test('there are no more than fifty', async () => {
  for (let count = 0; count < 50; count++) await save(`View ${count}`, '')
  await expect(save('One more', '')).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(save('View 7', 'outcome=busy')).resolves.toMatchObject({ query: 'outcome=busy' })
})
