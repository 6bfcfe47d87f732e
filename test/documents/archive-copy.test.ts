import { beforeAll, expect, test } from 'vitest'
import { zipEntries } from '#server/files/zip-entries.ts'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { verifyBundle } from '#server/signing/evidence/verify-bundle.ts'
import { writeZip } from '#server/signing/evidence/write-zip.ts'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'
import { readCertificates } from '#server/signing/x509/certificate.ts'
import { jobWorkers } from '#server/wiring.ts'
import { send } from '#test/support/world.ts'
import { done, giveKeys, openOutgoingDesk, signedLetter, testPin } from './outgoing-desk.ts'

const desk = await openOutgoingDesk({ env: { DEMO: 'true' } })
const { call, house, clock, app } = desk
beforeAll(() => giveKeys(desk))

type Shown = { archive: { state: string; level: string | null; fileSha256: string } | null }
const shownTo = (userName: string, id: string) => call<Shown>(userName, `GET /documents/${id}/verification`)
const download = async (userName: string, id: string, sha256: string) =>
  send(app, 'GET', `/api/documents/${id}/files/${sha256}`, { cookie: await desk.cookieOf(userName) })

test('an issued letter gets an archive copy at B-LTA, for those who may read the letter and nobody else', async () => {
  const signed = await signedLetter(desk)
  const seal = { revision: signed.revision, pin: testPin }
  const sealed = done(await call('vanthu', `POST /documents/${signed.id}/number-and-seal`, seal))
  expect((await shownTo('vanthu', signed.id)).body.archive).toBeNull()
  done(await call('vanthu', `POST /documents/${signed.id}/issue`, { revision: sealed.revision }))
  expect((await shownTo('vanthu', signed.id)).body.archive).toMatchObject({ state: 'waiting', level: null })
  clock.advance({ seconds: 5 })
  await runDueJobs(house, jobWorkers)
  const { archive } = done(await shownTo('chuyenvien.th', signed.id))
  expect(archive).toMatchObject({ state: 'reached', level: 'B-LTA', problemService: null })
  const answer = await download('chuyenvien.th', signed.id, archive!.fileSha256)
  expect(answer.status).toBe(200)
  const file = Buffer.from(await answer.arrayBuffer())
  const rows = await house.sql<{ pem: string }[]>`select pem from trust_roots`
  const roots = rows.flatMap(({ pem }) => readCertificates(Buffer.from(pem)))
  const { overall, signatures } = verifyPdf(bufferSource(file), { roots, intermediates: [], at: clock.now() })
  expect(overall).toBe('valid')
  expect(signatures.map(({ kind, level }) => [kind, level]).slice(0, 2)).toEqual([
    ['person', 'B-LTA'],
    ['agency', 'B-LTA'],
  ])
  expect((await shownTo('vanthu.snv', signed.id)).status).toBe(404)
  expect((await download('vanthu.snv', signed.id, archive!.fileSha256)).status).toBe(404)
  const other = await signedLetter(desk)
  expect((await download('chuyenvien.th', other.id, archive!.fileSha256)).status).toBe(404)

  const taken = await send(app, 'GET', `/api/documents/${signed.id}/evidence`, {
    cookie: await desk.cookieOf('vanthu'),
  })
  const bundle = Buffer.from(await taken.arrayBuffer())
  const parts = zipEntries(bundle).map((entry) => ({ path: entry.name, bytes: entry.read() }))
  expect(parts.find(({ path }) => path === 'archive-copy.pdf')?.bytes).toEqual(file)
  const trust = { roots, intermediates: [], at: clock.now() }
  expect(verifyBundle(bundle, trust)).toMatchObject({
    overall: 'valid',
    problems: [],
    signatures: [{ level: 'B-LTA' }, {}, {}],
  })
  // Another file in the place of the copy is named, also where the manifest agrees with it.
  const foreign = parts.map(({ path, bytes }) => ({
    path,
    bytes: path === 'archive-copy.pdf' ? file.subarray(1) : bytes,
  }))
  const codes = verifyBundle(Buffer.concat([...writeZip(foreign)]), trust).problems.map(({ code }) => code)
  expect(codes).toContain('bundle_archive_differs')
}, 90_000)
