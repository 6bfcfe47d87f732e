import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { OutsideProblem } from '#server/signing/outside/outside-problem.ts'
import { openOutside, type OutsideRules } from '#server/signing/outside/outside.ts'
import { isPrivateAddress } from '#server/signing/outside/private-address.ts'

const type = 'application/ocsp-response'
const closing: (() => void)[] = []
afterAll(() => closing.forEach((close) => close()))

/** A server of this machine that answers as it is told; its host and how often it was asked. */
async function listening(answer: RequestListener) {
  const asked = { count: 0 }
  const server = createServer((request, response) => {
    asked.count++
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => (server.closeAllConnections(), server.close()))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, url: `http://${host}/`, asked }
}

const saying =
  (body: string, headers: Record<string, string> = { 'content-type': type }, status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body)

const rules = (...hosts: string[]): OutsideRules => ({ hosts, allowPrivate: true, timeout_ms: 1500 })
const request = (url: string) => ({ url, accept: [type], limit_bytes: 1000 })

async function fault(ask: Promise<Buffer>): Promise<string> {
  try {
    return `answered ${(await ask).length}`
  } catch (error) {
    expect(error).toBeInstanceOf(OutsideProblem)
    return (error as OutsideProblem).code
  }
}

describe('what may be asked', () => {
  test('nothing, unless its host is named; then only over http', async () => {
    const { host, url, asked } = await listening(saying('x'))
    expect(await fault(openOutside(rules())(request(url)))).toBe('host_not_allowed')
    expect(await fault(openOutside(rules('127.0.0.1'))(request(url)))).toBe('host_not_allowed')
    for (const bad of [
      'file:///etc/passwd',
      'ftp://a/',
      'x',
      '',
      `http://me:secret@${host}/`,
      `${url}${'a'.repeat(3000)}`,
    ])
      expect(await fault(openOutside(rules(host))(request(bad)))).toBe('address_malformed')
    expect(asked.count).toBe(0)
    expect((await openOutside(rules(host))(request(url))).toString()).toBe('x')
  })

  test('no private address, by number or by name', async () => {
    const { host, url, asked } = await listening(saying('x'))
    const port = host.split(':')[1]
    const named = `localhost:${port}`
    const open = openOutside({ ...rules(host, named, `[::1]:${port}`), allowPrivate: false })
    for (const one of [url, `http://${named}/`, `http://[::1]:${port}/`, `http://2130706433:${port}/`])
      expect(await fault(open(request(one)))).toBe('address_private')
    expect(asked.count).toBe(0)
  })

  test.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'])(
    '%s is private, also inside IPv6',
    (address) => {
      expect([isPrivateAddress(address), isPrivateAddress(`::ffff:${address}`)]).toEqual([true, true])
    },
  )
  test.each(['::1', '::', 'fe80::1%eth0', 'fd00::1', '64:ff9b::7f00:1', '2002:7f00:1::', 'ff02::1'])(
    '%s is private',
    (address) => {
      expect(isPrivateAddress(address)).toBe(true)
    },
  )
  test.each(['8.8.8.8', '172.32.0.1', '2600::1'])('%s is not', (address) =>
    expect(isPrivateAddress(address)).toBe(false),
  )
})

describe('hostile services', () => {
  const cases: [string, RequestListener, string][] = [
    ['says too much', saying('x'.repeat(1001)), 'too_large'],
    ['never ends', (_q, r) => endless(r), 'too_large'],
    ['says nothing', () => undefined, 'too_slow'],
    ['drips', (_q, r) => drip(r), 'too_slow'],
    ['hangs up', (q) => q.socket.destroy(), 'unreachable'],
    ['answers with a page', saying('<html>', { 'content-type': 'text/html' }), 'content_wrong'],
    ['packs its answer', saying('x', { 'content-type': type, 'content-encoding': 'gzip' }), 'content_wrong'],
    ['fails', saying('x', { 'content-type': type }, 500), 'status_wrong'],
    ['redirects to a file', saying('', { location: 'file:///etc/passwd' }, 302), 'address_malformed'],
    ['redirects elsewhere', saying('', { location: 'http://169.254.169.254/' }, 302), 'host_not_allowed'],
    ['redirects nowhere', saying('', {}, 302), 'redirected_wrongly'],
    ['redirects in a circle', saying('', { location: '/' }, 307), 'redirected_wrongly'],
    ['sends endless headers', saying('x', { 'content-type': type, big: 'x'.repeat(20_000) }), 'unreachable'],
  ]
  test.each(cases)('one that %s', async (_name, answer, code) => {
    const { host, url } = await listening(answer)
    expect(await fault(openOutside(rules(host))(request(url)))).toBe(code)
  })

  test('a redirect to a private address of an allowed name', async () => {
    const inner = await listening(saying('secret'))
    const outer = await listening(saying('', { location: inner.url }, 302))
    expect(await fault(openOutside(rules(outer.host))(request(outer.url)))).toBe('host_not_allowed')
    expect(inner.asked.count).toBe(0)
    expect(await fault(openOutside(rules(outer.host, inner.host))(request(outer.url)))).toBe('answered 6')
  })

  test('what is posted follows no redirect, and nobody at home is unreachable', async () => {
    const { host, url } = await listening(saying('', { location: '/there' }, 302))
    const body = { type: 'application/ocsp-request', bytes: Buffer.from('ask') }
    expect(await fault(openOutside(rules(host))({ ...request(url), body }))).toBe('redirected_wrongly')
    expect(await fault(openOutside(rules('127.0.0.1:9'))(request('http://127.0.0.1:9/')))).toBe('unreachable')
    expect(await fault(openOutside(rules('no-such-host.invalid'))(request('http://no-such-host.invalid/')))).toBe(
      'unreachable',
    )
  })

  test('no credential and no cookie is sent', async () => {
    const seen: Record<string, unknown>[] = []
    const { host, url } = await listening((q, r) => {
      seen.push(q.headers)
      r.writeHead(200, { 'content-type': type, 'set-cookie': 'a=b' }).end('x')
    })
    const outside = openOutside(rules(host))
    await outside(request(url))
    await outside(request(url))
    for (const headers of seen)
      expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host'])
  })
})

function endless(response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-type': type })
  const timer = setInterval(() => response.write('x'.repeat(500)), 5)
  response.on('close', () => clearInterval(timer))
}

function drip(response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-type': type })
  const timer = setInterval(() => response.write('x'), 100)
  response.on('close', () => clearInterval(timer))
}
