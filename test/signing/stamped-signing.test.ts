import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { answerTimestamp } from '#server/signing/demo-authority/answer-timestamp.ts'
import { issueDemoTimestampAuthority } from '#server/signing/demo-pki.ts'
import { newestReport, seedDemoKeys, signAsLeader } from '#server/signing/door.ts'
import { insertTrustRoot } from '#server/signing/report.queries.ts'
import { toPem } from '#server/signing/x509/certificate.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf } from '#test/support/world.ts'
import { at, authority } from './signing-desk.ts'
import { days } from './time-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

/** A time-stamp authority on the loopback that fails when it is told to. */
let fails = false
const tsa = issueDemoTimestampAuthority(authority, at)
const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    response.writeHead(fails ? 503 : 200, { 'content-type': 'application/timestamp-reply' })
    response.end(answerTimestamp(Buffer.concat(pieces), tsa, { at: house.clock.now(), serial: randomBytes(8) }))
  })
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
afterAll(() => void server.close())
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
const env = { OUTSIDE_HOSTS: host, OUTSIDE_PRIVATE: 'true', TIMESTAMP_URL: `http://${host}/tsa` }
const { house, world } = await openTestHouse({ env })

test('a signature gets the time-stamp of the configured authority, and stands without it when that fails', async () => {
  const actor = actorOf(world, 'pct')
  const who = { holderId: actor.personId, name: actor.personName, title: actor.title, agency: 'UBND tỉnh An Giang' }
  await seedDemoKeys(house, house.db, [{ holder: 'person', ...who }], '246810')
  const root = { name: 'TSA', profile: 'timestamping', pem: toPem(authority.root), validFrom: days(at, -9) }
  await insertTrustRoot(house.db, root)
  const sign = async (id: string) => {
    const { sha256 } = await house.blobs.put(await preparedLetter())
    const subject = { kind: 'document' as const, id }
    const file = await signAsLeader({ house, actor }, { subject, baseSha256: sha256, pin: '246810' })
    return (await newestReport(house.db, file.sha256))!.report
  }
  expect(await sign('6640000a-0000-4000-8000-000000000664')).toMatchObject({
    overall: 'valid',
    signatures: [{ level: 'B-T', provenTime: house.clock.now().toISOString() }],
  })
  fails = true
  expect(await sign('6640000b-0000-4000-8000-000000000664')).toMatchObject({
    overall: 'valid',
    signatures: [{ level: 'B-B' }],
  })
})
