import { Deleted } from '#lib/calls/call-answers.ts'
import { CommentId, deleteComment } from '#lib/calls/comments.ts'
import { route } from '#lib/http/route.ts'

export const DELETE = route({ input: CommentId, run: deleteComment, summary: 'Takes a remark away', output: Deleted })
