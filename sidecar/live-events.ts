import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { spendSingleUseToken, type TokenSubject } from '#lib/auth/single-use-token.ts'
import { readEvent } from '#lib/events/read-event.ts'
import type { EventHint } from '#lib/events/subscribe.ts'
import { log } from '#lib/log.ts'
import { noteGone, noteLive } from '#lib/users/presence.ts'
import { FirstFrame, readFrame } from './live-frames.ts'
import { isOurPage } from './origin.ts'

const TICKET_WAIT_MS = 5_000
/** How often a page is asked for a sign of life; three unanswered and it is gone. */
const PING_MS = 10_000
const MOST_MISSED = 2
/** Bytes that may wait for a slow page before it is cut off and reads everything anew. */
const MOST_BUFFERED = 256 * 1024

const BAD_TICKET = 4401
const NOT_A_MEMBER = 4403

interface Page extends TokenSubject<'live'> {
  socket: WebSocket
  missed: number
}

/** The sockets of browsers' pages: tells each what happened in its business, and the database who is there. */
export class LiveEvents {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false })
  private readonly pages = new Set<Page>()
  private readonly pings = setInterval(() => this.ping(), PING_MS)

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!isOurPage(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    this.server.handleUpgrade(request, socket, head, (accepted) => this.admit(accepted))
  }

  /** Passes an event on to the pages of its business. */
  tell(hint: EventHint): void {
    if (![...this.pages].some((page) => page.businessId === hint.businessId)) return
    readEvent(hint).then(
      (event) => event && this.send(hint.businessId, JSON.stringify({ type: 'event', event })),
      (error: unknown) => {
        log.error('an event could not be read', { error })
        this.refreshAll()
      },
    )
  }

  /** Events may have been missed: pages that connect again read everything anew. */
  refreshAll(): void {
    for (const page of this.pages) page.socket.close(1012, 'Connect again')
  }

  close(): void {
    clearInterval(this.pings)
    for (const page of this.pages) page.socket.close(1001)
    this.server.close()
  }

  /** A socket says who it is in its first frame, or goes. */
  private admit(socket: WebSocket): void {
    const timer = setTimeout(() => socket.close(BAD_TICKET, 'No ticket came'), TICKET_WAIT_MS)
    socket.on('error', (error) => log.warn('a live socket failed', { error }))
    socket.once('message', (data) => {
      clearTimeout(timer)
      this.welcome(socket, data.toString()).catch((error: unknown) => {
        log.error('a live socket could not be opened', { error })
        socket.close(1011)
      })
    })
    socket.once('close', () => clearTimeout(timer))
  }

  private async welcome(socket: WebSocket, text: string): Promise<void> {
    const frame = readFrame(FirstFrame, text)
    const subject = frame && (await spendSingleUseToken('live', frame.ticket))
    if (!subject) return socket.close(BAD_TICKET, 'The ticket is not valid')
    if (socket.readyState !== socket.OPEN) return
    const page: Page = { ...subject, socket, missed: 0 }
    this.pages.add(page)
    socket.on('message', () => {
      page.missed = 0
    })
    socket.once('close', () => this.leave(page))
    if (await noteLive(page.businessId, page.membershipId)) socket.send(JSON.stringify({ type: 'ready' }))
    else socket.close(NOT_A_MEMBER)
  }

  private leave(left: Page): void {
    this.pages.delete(left)
    if ([...this.pages].some((page) => page.membershipId === left.membershipId)) return
    noteGone(left.businessId, left.membershipId, new Date()).catch((error: unknown) =>
      log.error('a leaving page was not noted', { error }),
    )
  }

  private send(businessId: string, text: string): void {
    for (const page of this.pages) {
      if (page.businessId !== businessId) continue
      if (page.socket.bufferedAmount > MOST_BUFFERED) page.socket.terminate()
      else page.socket.send(text)
    }
  }

  /** Only a page that answered the last ping counts as there. */
  private ping(): void {
    for (const page of this.pages) {
      if (page.missed > MOST_MISSED) {
        page.socket.terminate()
        continue
      }
      if (page.missed === 0) this.confirm(page)
      page.missed += 1
      page.socket.send(JSON.stringify({ type: 'ping' }))
    }
  }

  private confirm(page: Page): void {
    noteLive(page.businessId, page.membershipId).then(
      (isMember) => isMember || page.socket.close(NOT_A_MEMBER),
      (error: unknown) => log.error('a page was not noted as there', { error }),
    )
  }
}
