import { CommentAdded, CommentList } from '#lib/calls/call-answers.ts'
import { AddComment, addComment, listComments } from '#lib/calls/comments.ts'
import { CallId } from '#lib/calls/leave-call.ts'
import { route } from '#lib/http/route.ts'

export const GET = route({ input: CallId, run: listComments, summary: 'The remarks about a call', output: CommentList })
export const POST = route({
  input: AddComment,
  run: addComment,
  status: 201,
  summary: 'Remarks something about a call',
  output: CommentAdded,
})
