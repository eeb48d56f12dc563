import { beforeEach, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { AddComment, addComment, deleteComment, listComments } from './comments.ts'
import { callerOf, createEndedCall } from './test-calls.ts'

let business: TestBusiness
let id: string
beforeEach(async () => {
  business = await createTestBusiness()
  id = await createEndedCall(business)
})

const agent = () => callerOf(business, business.users.agent)
const supervisor = () => callerOf(business, business.users.supervisor)
const admin = () => callerOf(business, business.users.admin)
const add = (text: string, at_ms?: number, by = agent()) => addComment(by, AddComment.parse({ id, text, at_ms }))
const texts = async () => (await listComments(agent(), { id })).comments.map(({ text }) => text)

test('comments stand along the sound, those about the whole call first, with who wrote them', async () => {
  await add('at the end', 90_000)
  await add('at the beginning', 500)
  await add(' about all of it ', undefined, supervisor())
  expect(await texts()).toEqual(['about all of it', 'at the beginning', 'at the end'])
  const [first] = (await listComments(agent(), { id })).comments
  expect(first).toMatchObject({
    at_ms: null,
    author: { id: business.users.supervisor.userId, name: 'Test supervisor' },
  })
})

test('one’s own can be taken away, anybody’s by an admin alone', async () => {
  const [mine, theirs] = [await add('mine'), await add('theirs', 0, supervisor())]
  await expect(deleteComment(agent(), { id, commentId: theirs.id })).rejects.toMatchObject({ code: 'not_found' })
  await deleteComment(agent(), { id, commentId: mine.id })
  await deleteComment(admin(), { id, commentId: theirs.id })
  expect(await texts()).toEqual([])
})

test('a call of another business has no comments to read or write', async () => {
  const other = await createTestBusiness()
  const stranger = callerOf(other, other.users.owner)
  await expect(listComments(stranger, { id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(add('hello', 0, stranger)).rejects.toMatchObject({ code: 'not_found' })
  expect(AddComment.safeParse({ id, text: ' ' }).success).toBe(false)
})
