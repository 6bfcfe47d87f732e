import { describe, expect, test } from 'vitest'
import { OID } from '#server/signing/asn1/oids.ts'
import { integer, sequence } from '#server/signing/asn1/write-der.ts'
import { buildPath } from '#server/signing/x509/build-path.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import {
  AUTHORITY_USAGE,
  certificateExtension,
  issueCertificate,
  SIGNER_USAGE,
  type Issuer,
} from '#server/signing/x509/issue-certificate.ts'
import { agency, at, authority, ecdsa, leader } from './signing-desk.ts'

describe('paths of our own', () => {
  const root = parseCertificate(authority.root)
  const sub = parseCertificate(authority.sub)
  const faults = (der: Uint8Array, pool = [sub]) =>
    buildPath(parseCertificate(der), pool, [root], at)?.findings.map(({ fault }) => fault) ?? ['no path']

  const wish = {
    subject: [[OID.commonName, 'Ai đó']] as [string, string][],
    key: agency.key,
    serial: Buffer.from([7]),
    from: new Date(at.getTime() - 9000),
    to: new Date(at.getTime() + 9000),
    usage: SIGNER_USAGE,
  }

  test('a good one', () => {
    expect(faults(leader.certificate)).toEqual([])
  })

  test('a signer cannot act as an authority', () => {
    const rogue: Issuer = { key: leader.key, scheme: ecdsa, name: rogueName() }
    const pool = [sub, parseCertificate(leader.certificate)]
    expect(faults(issueCertificate(wish, rogue), pool)).toEqual(['not_a_ca', 'key_usage', 'path_length'])
  })

  test('an authority below one that allows none below', () => {
    const lower: Issuer = { key: agency.key, scheme: ecdsa, name: [[OID.commonName, 'CA thấp hơn']] }
    const authorityWish = { ...wish, subject: lower.name, usage: AUTHORITY_USAGE, authority: { pathLength: 0 } }
    const pool = [sub, parseCertificate(issueCertificate(authorityWish, authority.issuer))]
    expect(faults(issueCertificate({ ...wish, key: leader.key }, lower), pool)).toEqual(['path_length'])
  })

  test('an impostor with the same name and another key', () => {
    const impostor: Issuer = { ...authority.issuer, key: agency.key }
    expect(faults(issueCertificate(wish, impostor))).toEqual(['bad_signature'])
  })

  test('a critical extension nobody here understands', () => {
    const extensions = [certificateExtension('1.2.3.4.5', sequence(integer(1)), true)]
    expect(faults(issueCertificate({ ...wish, extensions }, authority.issuer))).toEqual(['unknown_critical_extension'])
  })

  test('too early and too late', () => {
    const soon = { ...wish, from: new Date(at.getTime() + 5000), to: new Date(at.getTime() + 9000) }
    const gone = { ...wish, from: new Date(at.getTime() - 9000), to: new Date(at.getTime() - 5000) }
    expect(faults(issueCertificate(soon, authority.issuer))).toEqual(['not_yet_valid'])
    expect(faults(issueCertificate(gone, authority.issuer))).toEqual(['expired'])
  })

  test('a pool of look-alikes ends soon', () => {
    const lower: Issuer = { key: agency.key, scheme: ecdsa, name: [[OID.commonName, 'Vòng tròn']] }
    const serials = Array.from({ length: 60 }, (_, i) => Buffer.from([1, i]))
    const circle = serials.map((serial) =>
      parseCertificate(issueCertificate({ ...wish, subject: lower.name, serial }, lower)),
    )
    const began_ms = performance.now()
    expect(buildPath(circle[0]!, circle, [root], at)).toBeNull()
    expect(performance.now() - began_ms).toBeLessThan(2000)
  })

  /** The leader's own name, as an issuer writes it. */
  function rogueName(): [string, string][] {
    return [
      [OID.country, 'VN'],
      [OID.organization, 'UBND tỉnh An Giang'],
      [OID.title, 'Phó Chủ tịch'],
      [OID.serialNumber, 'DEMO:1'],
      [OID.commonName, 'Nguyễn Văn Mẫu'],
    ]
  }
})
