import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { answerOcsp } from '#server/signing/demo-authority/answer-ocsp.ts'
import { issueDemoIdentity, issueDemoResponder } from '#server/signing/demo-pki.ts'
import { insertTrustRoot } from '#server/signing/report.queries.ts'
import { verifyFile } from '#server/signing/verify-file.ts'
import { toPem } from '#server/signing/x509/certificate.ts'
import { serviceExtensions } from '#server/signing/x509/service-addresses.ts'
import { openTestHouse } from '#test/support/house.ts'
import { at, authority, signed } from './signing-desk.ts'
import { days } from './time-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

/** An OCSP responder on the loopback that fails when it is told to. */
let fails = true
const responder = issueDemoResponder(authority, at)
const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    response.writeHead(fails ? 503 : 200, { 'content-type': 'application/ocsp-response' })
    const state = { at: house.clock.now(), lasts_ms: 3_600_000, revoked: new Map(), issued: () => true }
    response.end(answerOcsp(Buffer.concat(pieces), responder, state))
  })
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
afterAll(() => void server.close())
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
const { house } = await openTestHouse({ env: { OUTSIDE_HOSTS: host, OUTSIDE_PRIVATE: 'true' } })

test('a finding asks the named service, is never good while it is silent, and asks again later', async () => {
  const services = serviceExtensions({ ocsp: [`http://${host}/ocsp`], crls: [], issuers: [] })
  const person = { kind: 'person', name: 'Trần Thị Mẫu', title: 'Chủ tịch', agency: 'UBND', serial: 'X2' } as const
  const signer = issueDemoIdentity({ ...authority, services }, person, at)
  const row = { name: 'Root', profile: 'national', pem: toPem(authority.root), validFrom: days(at, -9) }
  await insertTrustRoot(house.db, row)
  const { sha256 } = await house.blobs.put(signed(await preparedLetter(), signer, { field: 'leader_signature' }))
  const silent = await verifyFile(house, sha256)
  expect(silent.report).toMatchObject({ overall: 'indeterminate', signatures: [{ subIndication: 'TRY_LATER' }] })
  fails = false
  const { report } = await verifyFile(house, sha256, { fresh: true })
  expect(report).toMatchObject({ overall: 'valid', signatures: [{ revocation: [{ status: 'good', source: 'ocsp' }] }] })
})
