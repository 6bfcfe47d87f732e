import { Agent, request } from 'node:http'

/** One request to the house, as a page of the house sends it. `key` is the operation id. */
export type Call = { method: string; path: string; cookie: string; body?: unknown; key?: string }

export type Answer = { status: number; text: string }

/** Connections that stay open, as a browser's do: at most so many. */
export function openConnections(most: number): Agent {
  return new Agent({ keepAlive: true, maxSockets: most, maxFreeSockets: most })
}

/** Sends a request and reads the whole answer. */
export function send(url: string, agent: Agent, { method, path, cookie, body, key }: Call): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    'sec-fetch-site': 'same-origin',
    cookie,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  }
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, url), { method, agent, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
      answer.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(text)
  })
}

/** Somebody at the desk: every request must succeed. */
export function openDesk(url: string, cookie: string) {
  const agent = openConnections(2)
  return async function ask<Found>(line: string, body?: unknown): Promise<Found> {
    const [method, path] = line.split(' ') as [string, string]
    const call = { method, path: `/api${path}`, cookie, ...(body === undefined ? {} : { body }) }
    const { status, text } = await send(url, agent, call)
    if (status !== 200) throw new Error(`${line} answered ${status}: ${text}`)
    return JSON.parse(text) as Found
  }
}
