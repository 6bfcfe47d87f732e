import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { PDFDocument } from 'pdf-lib'
import { beforeAll, describe, expect, test } from 'vitest'
import { CheckPlaces } from '#server/documents/check-places.ts'
import { networkOf } from '#server/documents/check-signatures.ts'
import { receiveInTime } from '#server/documents/receive-in-time.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import { seedDemoKeys, signAsLeader } from '#server/signing/door.ts'
import { serveHouse } from '#server/serve-house.ts'
import { contentOf } from '#test/attacks/content.ts'
import { preparedLetter, unsignedPdf } from '#test/signing/two-signature-desk.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf } from '#test/support/world.ts'

const { house, app, world, clock } = await openTestHouse()
const leader = actorOf(world, 'pct')
let letter: Buffer

beforeAll(async () => {
  const person = { name: leader.personName, title: leader.title, agency: 'Ủy ban nhân dân tỉnh An Giang' }
  await seedDemoKeys(house, house.db, [{ holder: 'person', holderId: leader.personId, ...person }], '123456')
  const { sha256 } = await house.blobs.put(await preparedLetter())
  const signing = { subject: { kind: 'document' as const, id: randomUUID() }, baseSha256: sha256, pin: '123456' }
  letter = Buffer.from(await house.blobs.bytes((await signAsLeader({ house, actor: leader }, signing)).sha256))
}, 60_000)

const page = { 'sec-fetch-site': 'same-origin' }
const post = (path: string, body: string | Uint8Array<ArrayBuffer>, type = 'application/pdf') =>
  app.request(`/api/signature-checks${path}`, { method: 'POST', body, headers: { ...page, 'content-type': type } })

async function check(bytes: Uint8Array) {
  clock.advance({ minutes: 11 })
  const answer = await post('', new Uint8Array(bytes))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return (await answer.json()) as { found: Record<string, unknown>; size_bytes: number; sealed: string }
}

describe('anybody may have a file checked', () => {
  test('a signed letter is valid; nothing of it is kept', async () => {
    const before = await contentOf(house.sql)
    const files = () => readdirSync(join(house.config.dataDir, 'blobs'), { recursive: true }).sort()
    const kept = files()
    const { found, size_bytes } = await check(letter)
    expect(found).toMatchObject({ overall: 'valid', kind: 'valid', signatures: [{ kind: 'person' }] })
    expect(size_bytes).toBe(letter.length)
    expect(await contentOf(house.sql)).toEqual(before)
    expect(files()).toEqual(kept)
    expect(readdirSync(join(house.config.dataDir, 'blobs/staging'))).toEqual([])
  })

  test('whatever comes in is a finding in words', async () => {
    const changed = await PDFDocument.load(letter)
    changed.addPage([595, 842])
    const cases: [Uint8Array, string][] = [
      [await unsignedPdf(), 'unsigned'],
      [Buffer.from('<!doctype html><script>alert(1)</script>'), 'unreadable'],
      [new Uint8Array(), 'unreadable'],
      [letter.subarray(0, letter.length - 900), 'unsigned'],
      [Buffer.concat([letter, Buffer.from('%junk')]), 'invalid'],
      [await changed.save(), 'unreadable|invalid|unsigned'],
    ]
    for (const [bytes, overall] of cases) {
      const { found } = await check(bytes)
      expect(String(found['overall'])).toMatch(new RegExp(`^(${overall})$`))
      expect(found).toMatchObject({ verdict: { vi: expect.any(String) }, advice: { en: expect.any(String) } })
    }
  })

  test('a server that trusts nobody says so', async () => {
    const roots = await house.sql`delete from trust_roots returning *`
    const { found } = await check(letter)
    expect(found).toMatchObject({ overall: 'indeterminate', kind: 'no_roots' })
    for (const row of roots) await house.sql`insert into trust_roots ${house.sql(row)}`
  })

  test('a foreign page cannot send one, and the limit of size is said before a byte is read', async () => {
    const foreign = await app.request('/api/signature-checks', { method: 'POST', body: new Uint8Array(letter) })
    expect(foreign.status).toBe(403)
    const headers = { ...page, 'content-length': String(60 * 1024 * 1024) }
    const large = await app.request('/api/signature-checks', { method: 'POST', body: 'x', headers })
    expect([large.status, await large.text()]).toEqual([400, expect.stringContaining('file_too_large')])
  })

  test('an address that never stops has to wait', async () => {
    clock.advance({ minutes: 11 })
    const statuses: number[] = []
    for (let i = 0; i < 33; i++) statuses.push((await post('', '{}', 'application/json')).status)
    expect(statuses.slice(0, 30).every((status) => status === 400)).toBe(true)
    const answer = await post('', new Uint8Array(letter))
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, expect.any(String)])
    clock.advance({ minutes: 11 })
  })
})

describe('the result on paper', () => {
  test('comes from what the caller kept, for an hour, and only from what this server sealed', async () => {
    const { sealed } = await check(letter)
    const print = (value: string) =>
      post('/print', JSON.stringify({ name: 'Công văn.pdf', sealed: value }), 'application/json')
    const answer = await print(sealed)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    for (const forged of [`A${sealed}`, `${sealed}A`, sealed.split('.')[0]!, '', '.'])
      expect([(await print(forged)).status, forged.length]).toEqual([400, forged.length])
    clock.advance({ minutes: 61 })
    expect(await (await print(sealed)).text()).toContain('finding_unknown')
  })
})

describe('many and slow senders', () => {
  test('places are few, the line is short, and all of them come free again', async () => {
    const places = new CheckPlaces({ places: 2, perCaller: 2, line: 1 })
    const gates = Array.from({ length: 3 }, () => Promise.withResolvers<void>())
    const running = ['a', 'a', 'b'].map((caller, index) => places.run(caller, () => gates[index]!.promise))
    await expect(places.run('a', async () => 1)).rejects.toMatchObject({ reason: 'check_busy' })
    await expect(places.run('c', async () => 1)).rejects.toMatchObject({ reason: 'check_busy' })
    gates[0]!.reject(new Error('broken'))
    await expect(running[0]).rejects.toThrow('broken')
    for (const { resolve } of gates) resolve()
    await Promise.all(running.slice(1))
    expect(await Promise.all([1, 2].map((n) => places.run('d', async () => n)))).toEqual([1, 2])
  })

  test('a sender who trickles is refused in time, one who breaks off too', async () => {
    async function* trickle() {
      for (;;) {
        yield new Uint8Array(1)
        await pause(20)
      }
    }
    async function* broken() {
      yield new Uint8Array(1)
      throw new Error('aborted')
    }
    const drain = async (source: AsyncIterable<Uint8Array>) => {
      for await (const _ of receiveInTime(source, 200));
    }
    await expect(drain(trickle())).rejects.toMatchObject({ reason: 'upload_too_slow' })
    await expect(drain(broken())).rejects.toBeInstanceOf(Refusal)
  })

  test('two dozen at once over the wire: each gets a finding or a clear "busy", and the server lives', async () => {
    clock.advance({ minutes: 11 })
    const served = await serveHouse(house)
    const url = `${served.url}/api/signature-checks`
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => fetch(url, { method: 'POST', headers: page, body: new Uint8Array(letter) })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0)
    expect(statuses.filter((status) => ![200, 429].includes(status))).toEqual([])
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1')
    socket.write(
      'POST /api/signature-checks HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncontent-length: 1000\r\n\r\n%PDF',
    )
    await pause(200)
    socket.destroy()
    clock.advance({ minutes: 11 })
    const after = await fetch(url, { method: 'POST', headers: page, body: new Uint8Array(letter) })
    expect(after.status).toBe(200)
    expect(readdirSync(join(house.config.dataDir, 'blobs/staging'))).toEqual([])
    await served.close()
  }, 60_000)

  test.each([
    ['10.0.0.7', '10.0.0.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8'],
    ['::1', ''],
  ])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network))
})
