import { randomUUID } from 'node:crypto'
import { PDFDocument } from 'pdf-lib'
import { beforeAll, expect, test } from 'vitest'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { sealAsAgency, seedDemoKeys, signAsLeader } from '#server/signing/door.ts'
import { jobWorkers } from '#server/wiring.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, logIn, send } from '#test/support/world.ts'
import { preparedLetter, unsignedPdf } from '#test/signing/two-signature-desk.ts'
import { deliver, done, refused } from './arrivals-world.ts'

const desk = await openTestHouse()
const { house, world, app } = desk
const [leader, clerk] = [actorOf(world, 'pct'), actorOf(world, 'vanthu')]
const pin = '123456'
const person = { name: leader.personName, title: leader.title, agency: 'Ủy ban nhân dân tỉnh An Giang' }
const agency = { name: 'Ủy ban nhân dân tỉnh An Giang', shortName: 'UBND tỉnh An Giang', code: 'H01' }
let letter = ''

beforeAll(async () => {
  const signers = [
    { holder: 'person' as const, holderId: leader.personId, ...person },
    { holder: 'agency' as const, holderId: world.committee, ...agency },
  ]
  await seedDemoKeys(house, house.db, signers, pin)
  const subject = { kind: 'document' as const, id: randomUUID() }
  const { sha256 } = await house.blobs.put(await preparedLetter())
  const signed = await signAsLeader({ house, actor: leader }, { subject, baseSha256: sha256, pin })
  const lines = { numberLine: 'Số: 664/UBND-TH', dateLine: 'An Giang, ngày 23 tháng 6 năm 2020' }
  letter = (await sealAsAgency({ house, actor: clerk }, { subject, baseSha256: signed.sha256, pin, ...lines })).sha256
}, 60_000)

async function arrived(sha256: string) {
  const id = await deliver(desk, { fileSha256: sha256, code: `${randomUUID()}/UBND-TH` })
  expect((await done(desk, 'vanthu.sttt', `GET /arrivals/${id}/verification`)).found).toBeNull()
  await runDueJobs(house, jobWorkers)
  const { found } = await done(desk, 'vanthu.sttt', `GET /arrivals/${id}/verification`)
  return { id, found }
}

async function changed(): Promise<string> {
  const document = await PDFDocument.load(await house.blobs.bytes(letter))
  document.addPage([595, 842]).drawText('Them mot trang')
  return (await house.blobs.put(await document.save())).sha256
}

test('both signatures of a sealed letter are found valid, in words', async () => {
  const { id, found } = await arrived(letter)
  expect(found).toMatchObject({ overall: 'valid', sha256: letter, verdict: { vi: 'Hợp lệ' }, because: [] })
  expect(found.signatures[1]).toMatchObject({
    certificate: { organization: expect.any(String), issuer: expect.any(String), from: expect.any(String) },
    time: { how: 'claimed' },
    validityText: { vi: expect.stringMatching(/^Còn thời hạn/) },
  })
  expect(found.signatures.map(({ kind, indication }: Record<string, string>) => [kind, indication])).toEqual([
    ['person', 'TOTAL-PASSED'],
    ['agency', 'TOTAL-PASSED'],
  ])
  const detail = await done(desk, 'vanthu.sttt', `GET /arrivals/${id}`)
  expect(detail).toMatchObject({ verificationOverall: 'valid', revision: 1, verificationReportId: expect.any(String) })
  await done(desk, 'vanthu.sttt', `POST /arrivals/${id}/register`, { revision: 1 })
  await refused(desk, 'vanthu.snv', `GET /arrivals/${id}/verification`, { status: 404, reason: 'not_found' })
})

test('a changed letter is registered only by a clerk who says that he saw it', async () => {
  const { id, found } = await arrived(await changed())
  expect(['invalid', 'unreadable']).toContain(found.overall)
  const line = `POST /arrivals/${id}/register`
  await refused(desk, 'vanthu.sttt', line, { status: 409, reason: 'signatures_failed', body: { revision: 1 } })
  await done(desk, 'vanthu.sttt', line, { revision: 1, confirmInvalid: true })
})

test('a file without signatures and one that is no PDF are told apart', async () => {
  const plain = await house.blobs.put(await unsignedPdf())
  expect((await arrived(plain.sha256)).found.overall).toBe('unsigned')
  const garbage = await house.blobs.put(Buffer.from('%PDF-1.7 nothing of the kind'))
  const { found } = await arrived(garbage.sha256)
  expect(found).toMatchObject({ overall: 'unreadable', signatures: [] })
})

test('thirty recipients of one letter cost one check, and a job that runs twice keeps one finding', async () => {
  const ids = await Promise.all(
    Array.from({ length: 30 }, () => deliver(desk, { fileSha256: letter, code: '664/UBND-TH' })),
  )
  await runDueJobs(house, jobWorkers)
  await house.sql`update jobs set state = 'waiting' where kind = 'documents.verify_arrival' and key = ${ids[0]!}`
  await runDueJobs(house, jobWorkers)
  const reports = await house.sql`select distinct verification_report_id from arrivals where file_sha256 = ${letter}`
  expect(reports).toHaveLength(1)
  const acts = await house.sql`select 1 from arrival_acts where arrival_id = ${ids[0]!} and act = 'verify'`
  expect(acts).toHaveLength(1)
})

test('the bytes are served under their own hash only, to those who see the arrival', async () => {
  const { id } = await arrived(letter)
  const get = async (userName: string, sha256: string) =>
    send(app, 'GET', `/api/arrivals/${id}/files/${sha256}`, { cookie: await logIn(app, userName) })
  const answer = await get('vanthu.sttt', letter)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(await house.blobs.bytes(letter)))
  expect((await get('vanthu.sttt', await changed())).status).toBe(404)
  expect((await get('vanthu.snv', letter)).status).toBe(404)
  expect((await get('chuyenvien.cntt', letter)).status).toBe(404)
})
