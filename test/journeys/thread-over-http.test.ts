import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seedKeys } from '#db/seed/demo-keys.ts'
import { auditJournal } from '#server/kernel/audit.ts'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { sealFile } from '#server/kernel/journal-seal.ts'
import { demoSecrets } from '#server/identity/door.ts'
import { jobWorkers } from '#server/wiring.ts'
import { openTestHouse } from '#test/support/house.ts'
import { logIn, send, unitIn } from '#test/support/world.ts'

// The whole thread as acts over the API: what the browser journey shows, without the browser.

const { house, app, world, clock } = await openTestHouse()
await seedKeys(house)
const { pin } = await demoSecrets(house.config.dataDir)

type Json = Record<string, unknown>

/** Somebody at the desk: GET answers the JSON, POST must succeed. */
async function desk(userName: string) {
  const cookie = await logIn(app, userName)
  const call = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await send(app, method, `/api${path}`, {
      cookie,
      key: randomUUID(),
      ...(body === undefined ? {} : { body }),
    })
    const text = await answer.text()
    expect(answer.status, `${userName} ${method} ${path}: ${text}`).toBe(200)
    return JSON.parse(text) as Json
  }
  return {
    see: (path: string) => call('GET', path),
    act: (path: string, body: unknown = {}) => call('POST', path, body),
    bytes: async (path: string) =>
      new Uint8Array(await (await send(app, 'GET', `/api${path}`, { cookie })).arrayBuffer()),
  }
}

const specialist = await desk('chuyenvien.th')
const head = await desk('truongphong.th')
const office = await desk('chanhvanphong')
const viceChairman = await desk('pct')
const clerk = await desk('vanthu')
const receivingClerk = await desk('vanthu.sttt')
const director = await desk('giamdoc.sttt')
const unitHead = await desk('truongphong.cntt')
const handler = await desk('chuyenvien.cntt')

let document: Json
let arrival: Json

test('1 a specialist drafts letter 664', async () => {
  const signers = (await specialist.see('/documents/signers')) as unknown as Json[]
  const signer = signers.find((one) => JSON.stringify(one).includes('KT. CHỦ TỊCH'))!
  document = await specialist.act('/documents', {
    typeCode: 'cong_van',
    subject: 'V/v chấn chỉnh công tác giải quyết TTHC trên môi trường mạng',
    body: 'Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị thực hiện nghiêm việc tiếp nhận và giải quyết hồ sơ trên môi trường mạng.',
    recipientIds: [world.sttt, world.snv, world.longxuyen],
    urgency: 'normal',
    dueOn: '2020-07-15',
    signerPostId: signer['id'],
    signingAuthorityId: (signer['authority'] as Json)['id'],
  })
  document = await specialist.act(`/documents/${document['id']}/submit`, { revision: document['revision'] })
  expect(document['state']).toBe('head_review')
})

test('2 head and office approve', async () => {
  document = await head.act(`/documents/${document['id']}/approve-content`, { revision: document['revision'] })
  document = await office.act(`/documents/${document['id']}/approve-form`, { revision: document['revision'] })
  expect(document['state']).toBe('awaiting_signature')
})

test('3 the vice-chairman signs with the own key', async () => {
  document = await viceChairman.act(`/documents/${document['id']}/sign`, { revision: document['revision'], pin })
  expect(document['state']).toBe('signed')
})

test('4 the clerk numbers and seals: it is letter 664', async () => {
  document = await clerk.act(`/documents/${document['id']}/number-and-seal`, { revision: document['revision'], pin })
  const seen = await clerk.see(`/documents/${document['id']}`)
  expect(seen['code'] ?? (seen['document'] as Json)['code']).toBe('664/UBND-TH')
})

test('5 it is issued and each recipient gets exactly one delivery and arrival', async () => {
  document = await clerk.act(`/documents/${document['id']}/issue`, { revision: document['revision'] })
  await runDueJobs(house, jobWorkers)
  const matrix = await specialist.see(`/deliveries?documentId=${document['id']}`)
  expect(JSON.stringify(matrix).match(/"status":"01"/g)?.length).toBeGreaterThanOrEqual(3)
})

test('the issued paper convinces other tools: pdfsig, qpdf, pdftotext', async () => {
  const { fileSha256 } = await clerk.see(`/documents/${document['id'] as string}`)
  const file = process.env['KEEP'] ?? join(house.config.dataDir, 'issued.pdf')
  writeFileSync(file, await clerk.bytes(`/documents/${document['id'] as string}/files/${fileSha256 as string}`))
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' })
  expect(run('pdfsig', '-nocert', file).match(/Signature Validation: Signature is Valid/g)).toHaveLength(2)
  expect(run('qpdf', '--check', file)).toContain('No syntax or stream encoding errors found')
  const text = run('pdftotext', '-layout', file, '-')
  for (const part of [
    'ỦY BAN NHÂN DÂN',
    'Số: 664/UBND-TH',
    'An Giang, ngày 23 tháng 6 năm 2020',
    'KT. CHỦ TỊCH',
    'PHÓ CHỦ TỊCH',
  ]) {
    expect(text).toContain(part)
  }
})

test('6 the receiving clerk sees both signatures valid and registers', async () => {
  const { rows } = (await receivingClerk.see('/arrivals')) as { rows: Json[] }
  expect(rows).toHaveLength(1)
  const id = rows[0]!['id'] as string
  const verification = await receivingClerk.see(`/arrivals/${id}/verification`)
  expect(JSON.stringify(verification)).toContain('"overall":"valid"')
  arrival = await receivingClerk.act(`/arrivals/${id}/register`, { revision: rows[0]!['revision'] })
})

test('7 the director directs, the head assigns, the handler finishes; the sender sees 06', async () => {
  const id = arrival['id'] as string
  await director.act(`/arrivals/${id}/direction`, {
    revision: arrival['revision'],
    opinion: 'Phòng CNTT chủ trì tham mưu, báo cáo trước ngày 10/7.',
    leadUnitId: unitIn(world, world.sttt, 'CNTT'),
    deadline: { workingDays: 5 },
  })
  const unit = await nodeFor(unitHead, id, 'assign')
  await unitHead.act(`/assignments/${unit.id}/assign`, { revision: unit.revision, postId: postOf('chuyenvien.cntt') })
  const given = await nodeFor(handler, id, 'start')
  await handler.act(`/assignments/${given.id}/start`)
  const started = await nodeFor(handler, id, 'finish')
  await handler.act(`/assignments/${started.id}/finish`, { revision: started.revision, note: 'Đã rà soát và báo cáo.' })
  await runDueJobs(house, jobWorkers)
  const matrix = await specialist.see(`/deliveries?documentId=${document['id']}`)
  expect(JSON.stringify(matrix)).toContain('"status":"06"')
})

test('the journal of it all is sound', async () => {
  const result = await auditJournal(house.db, sealFile(house.config.dataDir))
  expect(result.faults).toEqual([])
  expect(result.rows).toBeGreaterThan(10)
  expect(clock.now().toISOString()).toContain('2020-06-23')
})

type Node = { id: string; revision: number; children?: Node[]; can: Record<string, boolean> }

/** The node of the newest direction that this desk can do `deed` with. */
async function nodeFor(who: Awaited<ReturnType<typeof desk>>, arrivalId: string, deed: string): Promise<Node> {
  const { directions } = (await who.see(`/arrivals/${arrivalId}`)) as { directions: { tree: Node[] }[] }
  const nodes = directions[0]!.tree.flatMap((node) => [node, ...(node.children ?? [])])
  const found = nodes.find((node) => node.can[deed])
  expect(found, `${deed} among ${JSON.stringify(nodes.map(({ can }) => can))}`).toBeDefined()
  return found!
}

function postOf(userName: string): string {
  const person = world.rows.people.find((row) => row.userName === userName)!
  return world.rows.posts.find((row) => row.personId === person.id)!.id!
}
