import type { Context } from 'hono'
import type { Caller } from './log-in.ts'

/** Where a request came from. `x-forwarded-for` counts only behind a proxy that the installation says it has. */
export function callerOf(c: Context, config: { trustProxy: boolean }): Caller {
  const direct = (c.env as { incoming?: { socket: { remoteAddress?: string } } } | undefined)?.incoming
  const forwarded = config.trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  const address = forwarded ?? direct?.socket.remoteAddress ?? ''
  return { address: address.replace(/^::ffff:/, '').slice(0, 64), userAgent: tidy(c.req.header('user-agent') ?? '') }
}

const tidy = (text: string) => text.replace(/[\u0000-\u001f]/g, '').slice(0, 300)
