import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createApp } from '#server/app.ts'
import { DEMO_PKI_HOST, DEMO_TSA_URL, demoServices } from '#server/signing/demo-authority/demo-services.ts'
import { keepDemoPki, openDemoPki } from '#server/signing/demo-authority/keep-demo-pki.ts'
import { issueDemoIdentity, makeDemoAuthority, makeDemoPki } from '#server/signing/demo-pki.ts'
import { fetchIssuers } from '#server/signing/outside/fetch-issuers.ts'
import { fetchOcsp } from '#server/signing/outside/fetch-ocsp.ts'
import { fetchRevocation } from '#server/signing/outside/fetch-revocation.ts'
import { fetchTimestamp } from '#server/signing/outside/fetch-timestamp.ts'
import { keepEvidence } from '#server/signing/outside/kept-evidence.ts'
import { openOutside, type InProcess } from '#server/signing/outside/outside.ts'
import { outsideOfHouse } from '#server/signing/outside/outside-of-house.ts'
import type { Revocations } from '#server/signing/demo-authority/revocations.ts'
import { revocationOfPath } from '#server/signing/revocation/revocation-of-path.ts'
import { askTimestamp } from '#server/signing/timestamp/ask-timestamp.ts'
import { checkToken } from '#server/signing/timestamp/check-token.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { serviceAddresses } from '#server/signing/x509/service-addresses.ts'
import { openTestHouse } from '#test/support/house.ts'

const at = new Date('2020-06-23T01:00:00Z')
const authority = makeDemoAuthority(at, { publishes: true })
const who = issueDemoIdentity(authority, { kind: 'agency', name: 'Ủy ban nhân dân tỉnh', code: 'X' }, at)
const pki = makeDemoPki(authority, [who.certificate], at)
const path = [who.certificate, authority.sub, authority.root].map((der) => parseCertificate(der))
const nobody = { hosts: [], allowPrivate: false, timeout_ms: 1000 }

/** A way outside that knows nothing but the demonstration's services, and what it was asked. */
function demoOutside(revoked: Revocations = new Map(), twist?: (bytes: Buffer) => Buffer) {
  const asked: string[] = []
  const services = demoServices({ ...pki, revoked }, () => at)
  const watched: InProcess = async (request) => {
    asked.push(request.url)
    const answer = await services(request)
    return twist ? { ...answer, bytes: twist(answer.bytes) } : answer
  }
  return { outside: openOutside(nobody, new Map([[DEMO_PKI_HOST, watched]])), asked }
}

describe('without any network', () => {
  test('the whole path is good by what its services answer, and the next time nobody is asked', async () => {
    const { outside, asked } = demoOutside()
    const fetching = { outside, kept: keepEvidence(), at }
    const found = await fetchRevocation(path, fetching)
    expect(found.problems).toEqual([])
    const question = { at, ...found, pool: [] }
    expect(revocationOfPath(path, question).map(({ status }) => status)).toEqual(['good', 'good'])
    expect(asked).toEqual([serviceAddresses(path[0]!).ocsp[0], serviceAddresses(path[1]!).crls[0]])
    await fetchRevocation(path, fetching)
    expect(asked).toHaveLength(2)
  })

  test('a revoked certificate is told so by OCSP and by the list', async () => {
    const revoked = new Map([[path[0]!.serialHex, { at, reason: 'superseded' as const }]])
    const { outside } = demoOutside(revoked)
    const { ocsp, crls } = await fetchRevocation(path, { outside, kept: keepEvidence(), at })
    expect(revocationOfPath(path, { at, ocsp, crls, pool: [] })[0]).toMatchObject({
      status: 'revoked',
      reason: 'superseded',
    })
  })

  test('an answer that somebody twisted is no evidence, and is not kept', async () => {
    const flip = (bytes: Buffer) => {
      const twisted = Buffer.from(bytes)
      twisted[twisted.length - 1]! ^= 1
      return twisted
    }
    const { outside, asked } = demoOutside(new Map(), flip)
    const fetching = { outside, kept: keepEvidence(), at }
    for (const round of [1, 2]) {
      const found = await fetchRevocation(path, fetching)
      const [leaf] = revocationOfPath(path, { at, ...found, pool: [] })
      expect(leaf!.status).toBe('unknown')
      expect(asked.filter((url) => url.endsWith('/root.crl'))).toHaveLength(round)
    }
  })

  test('OCSP by GET, issuers by their address, and a stamp', async () => {
    const { outside, asked } = demoOutside()
    const certificates = [{ certificate: path[0]!, issuer: path[1]! }]
    const answer = await fetchOcsp(outside, serviceAddresses(path[0]!).ocsp[0]!, { certificates }, { cacheable: true })
    expect(answer.statements[0]!.status).toBe('good')
    expect(asked[0]).toMatch(/\/pki\/ocsp\/M/)
    expect((await fetchIssuers(outside, path[0]!)).map(({ der }) => der)).toEqual([authority.sub])
    const digest = createHash('sha256').update('x').digest()
    const stamp = await fetchTimestamp(outside, DEMO_TSA_URL, { hash: 'sha256', imprint: digest })
    expect(checkToken(stamp.token!, () => digest)).toMatchObject({ problems: [], intact: true, info: { time: at } })
  })
})

describe('in a house', () => {
  test('the demonstration serves itself, in the process and over HTTP; its keys are its owner’s', async () => {
    const { house, app } = await openTestHouse({ env: { DEMO: 'true' } })
    await keepDemoPki(house.config.dataDir, pki)
    const file = join(house.config.dataDir, 'keys', 'demo-authority.json')
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(readFileSync(file, 'utf8')).toContain('Never trust this authority')
    const { outside, timestampUrl } = await outsideOfHouse(house)
    const digest = createHash('sha384').update('x').digest()
    const stamp = await fetchTimestamp(outside, timestampUrl!, { hash: 'sha384', imprint: digest })
    expect(checkToken(stamp.token!, () => digest).intact).toBe(true)
    const nonce = Buffer.from('12345678')
    const body = new Uint8Array(askTimestamp({ hash: 'sha384', imprint: digest, nonce }))
    const reply = await app.request('/pki/tsa', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/timestamp-query' },
    })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/timestamp-reply'])
    expect((await app.request('/pki/ca.crl')).headers.get('content-type')).toBe('application/pkix-crl')
    expect((await app.request('/pki/nothing')).status).toBe(404)
    const huge = new Uint8Array(30_000)
    expect((await app.request('/pki/ocsp', { method: 'POST', body: huge })).status).toBe(413)

    const serious = { ...house, config: { ...house.config, demo: false } }
    const other = await createApp(serious).request('/pki/ca.crl')
    expect(other.headers.get('content-type')).not.toBe('application/pkix-crl')
    const closed = await outsideOfHouse(serious)
    expect(closed.timestampUrl).toBeNull()
    await expect(
      fetchTimestamp(closed.outside, DEMO_TSA_URL, { hash: 'sha384', imprint: digest }),
    ).rejects.toMatchObject({
      code: 'host_not_allowed',
    })
    expect((await openDemoPki(house.config.dataDir))!.issued).toEqual(pki.issued)
  })
})
