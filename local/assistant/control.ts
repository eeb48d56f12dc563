/**
 * The control API: what a story does to the assistant. JSON, no authentication, this machine only. {id} may be `last`.
 *
 *   GET  /control/conversations             {"conversations":[CONVERSATION, newest first]}
 *   POST /control/hears        {"text"}     what the caller says next, in whichever conversation, within a minute: it hears a
 *                                           voice, not words
 *   POST /control/conversations/{id}/hears  {"text"}                 the same for one conversation; these words come first
 *   POST /control/conversations/{id}/say    {"text"}                 says this now
 *   POST /control/conversations/{id}/tool   {"name","parameters"?}   asks for a tool
 *   POST /control/conversations/{id}/end    ends it, as an agent that is done
 *   PUT  /control/fault        {"mode"}     what goes wrong from now on (faults.ts); GET reads it
 *   DELETE /control                         nothing goes wrong any more, nothing is announced
 *
 * CONVERSATION is what GET /v1/convai/conversations/{id} answers, with "contexts": the contextual updates it was told.
 */
import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { check, readJson } from '#local/carrier/control-input.ts'
import type { Route } from '#local/carrier/router.ts'
import type { Conversations } from './conversations.ts'
import { Fault } from './faults.ts'

const Words = z.strictObject({ text: z.string().trim().min(1).max(2_000) })
const Tool = z.strictObject({ name: z.string().min(1), parameters: z.record(z.string(), z.unknown()).default({}) })
const Mode = z.strictObject({ mode: Fault })

export function controlRoutes(conversations: Conversations): Route[] {
  return [...conversationRoutes(conversations), ...wholeRoutes(conversations)]
}

function conversationRoutes(conversations: Conversations): Route[] {
  const live = (id: string | undefined) => {
    const conversation = conversations.live(check(z.string(), id))
    if (!conversation) throw new AppError('not_found', 'There is no such conversation, or it is over')
    return conversation
  }
  return [
    {
      method: 'POST',
      path: '/control/conversations/:id/say',
      run: ({ params, body }) => {
        live(params.id).say(readJson(Words, body).text)
        return { status: 204 }
      },
    },
    {
      method: 'POST',
      path: '/control/conversations/:id/hears',
      run: ({ params, body }) => {
        live(params.id).announced.add(readJson(Words, body).text)
        return { status: 204 }
      },
    },
    {
      method: 'POST',
      path: '/control/conversations/:id/tool',
      run: ({ params, body }) => {
        const { name, parameters } = readJson(Tool, body)
        live(params.id).callTool(name, parameters)
        return { status: 204 }
      },
    },
    {
      method: 'POST',
      path: '/control/conversations/:id/end',
      run: ({ params }) => {
        live(params.id).end(1000, 'The agent ended the call')
        return { status: 204 }
      },
    },
  ]
}

function wholeRoutes(conversations: Conversations): Route[] {
  return [
    {
      method: 'GET',
      path: '/control/conversations',
      run: () => {
        const views = conversations.records().map((record) => ({ ...record.view(), contexts: record.contexts }))
        return { status: 200, body: { conversations: views } }
      },
    },
    {
      method: 'POST',
      path: '/control/hears',
      run: ({ body }) => {
        conversations.announced.add(readJson(Words, body).text)
        return { status: 204 }
      },
    },
    {
      method: 'PUT',
      path: '/control/fault',
      run: ({ body }) => {
        Object.assign(conversations.faults, readJson(Mode, body))
        return { status: 200, body: conversations.faults }
      },
    },
    { method: 'GET', path: '/control/fault', run: () => ({ status: 200, body: conversations.faults }) },
    {
      method: 'DELETE',
      path: '/control',
      run: () => {
        conversations.faults.mode = 'none'
        conversations.announced.clear()
        return { status: 204 }
      },
    },
  ]
}
