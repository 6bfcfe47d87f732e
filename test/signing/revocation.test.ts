import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DerProblem } from '#server/signing/asn1/der-problem.ts'
import { OID } from '#server/signing/asn1/oids.ts'
import { integer, nullValue, oid, sequence, tlv } from '#server/signing/asn1/write-der.ts'
import { answerOcsp, type OcspResponder } from '#server/signing/demo-authority/answer-ocsp.ts'
import { askOcsp, repeatsNonce } from '#server/signing/revocation/ask-ocsp.ts'
import { readCrl } from '#server/signing/revocation/read-crl.ts'
import { readOcsp } from '#server/signing/revocation/read-ocsp.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { KEY_USAGE } from '#server/signing/x509/extensions.ts'
import { certificateExtension, issueCertificate, type Issuer } from '#server/signing/x509/issue-certificate.ts'
import { agency, at, authority, ecdsa } from './signing-desk.ts'
import {
  crl,
  crlBytes,
  issuerAnswers,
  later,
  nobody,
  ocsp,
  ocspBytes,
  responder,
  revoked,
  root,
  status,
  sub,
  subject,
} from './revocation-desk.ts'

describe('OCSP', () => {
  test('good, by the delegate and by the issuer, named by either hash', () => {
    for (const by of [responder, issuerAnswers])
      for (const hash of ['sha1', 'sha256'] as const)
        expect(status({ ocsp: [ocsp({ by, ask: { hash } })] })).toMatchObject({ status: 'good', by: { kind: 'ocsp' } })
  })

  test('revoked, with when and why', () => {
    const found = status({ ocsp: [ocsp({ revoked: revoked() })] })
    expect(found).toMatchObject({ status: 'revoked', since: later(-2), reason: 'keyCompromise' })
  })

  test('a revocation after the instant is told with its time', () => {
    const found = status({
      ocsp: [ocsp({ revoked: revoked('keyCompromise', later(3)), at: later(4) })],
      knownBy: later(5),
    })
    expect(found).toMatchObject({ status: 'revoked', since: later(3) })
  })

  test('one answer about several certificates', () => {
    const other = parseCertificate(agency.certificate)
    const pairs = [subject, other].map((certificate) => ({ certificate, issuer: sub }))
    const answer = ocsp({ ask: { certificates: pairs }, revoked: revoked() })
    expect(answer.statements).toHaveLength(2)
    expect(status({ ocsp: [answer] }, other).status).toBe('good')
    expect(status({ ocsp: [answer] }).status).toBe('revoked')
  })

  test('a nonce must be the one that was sent', () => {
    const nonce = randomBytes(16)
    const answer = ocsp({ ask: { nonce } })
    expect(answer.nonce!.equals(nonce)).toBe(true)
    expect([repeatsNonce(answer, nonce), repeatsNonce(answer, randomBytes(16))]).toEqual([true, false])
    expect(repeatsNonce(ocsp(), nonce)).toBe(true)
  })

  const why = (question: Parameters<typeof status>[0]) => {
    const found = status(question)
    return found.status === 'unknown' ? found.why.join() : found.status
  }

  test('old, future and long-lived answers', () => {
    expect(why({ ocsp: [ocsp({ at: later(-2) })] })).toContain('out of date')
    expect(why({ ocsp: [ocsp({ at: later(2) })] })).toContain('made later')
    expect(why({ ocsp: [ocsp({ at: later(2) })], knownBy: later(3) })).toBe('good')
    expect(why({ ocsp: [ocsp({ at: later(-0.5) })], maxAge_ms: 60_000 })).toContain('not fresh')
  })

  test('an answer made after the certificate ended tells nothing', () => {
    const gone = later(24 * 365 * 11)
    expect(why({ ocsp: [ocsp({ at: gone, by: issuerAnswers })], at: gone })).toContain('ended')
    expect(why({ ocsp: [ocsp({ at: gone, by: issuerAnswers, revoked: revoked() })], at: gone })).toBe('revoked')
  })

  const delegate = (wish: { usage?: string[]; extensions?: Buffer[]; by?: Issuer; ends?: Date }): OcspResponder => {
    const { usage = [OID.ocspSigning], by = authority.issuer } = wish
    const certificate = issueCertificate(
      {
        subject: [[OID.commonName, 'Người trả lời']],
        key: responder.key,
        serial: Buffer.from([3]),
        from: later(-24),
        to: wish.ends ?? later(24),
        usage: [KEY_USAGE.digitalSignature],
        extensions: [
          ...(usage.length > 0
            ? [certificateExtension(OID.extendedKeyUsage, sequence(...usage.map((id) => oid(id))))]
            : []),
          ...(wish.extensions ?? []),
        ],
      },
      by,
    )
    return { ...responder, certificate }
  }
  const noCheck = certificateExtension(OID.ocspNoCheck, nullValue())
  const places = certificateExtension(OID.crlDistributionPoints, sequence())
  const impostor: Issuer = { ...authority.issuer, key: agency.key }
  const elsewhere: Issuer = { key: agency.key, scheme: ecdsa, name: [[OID.commonName, 'CA khác']] }

  test.each([
    ['without the usage', delegate({ usage: [] })],
    ['for time-stamping', delegate({ usage: [OID.timeStamping] })],
    ['certified by an impostor', delegate({ by: impostor, extensions: [noCheck] })],
    ['certified by another authority', delegate({ by: elsewhere, extensions: [noCheck] })],
    ['whose certificate had ended', delegate({ ends: later(-1), extensions: [noCheck] })],
    ['whose own status nobody knows', delegate({ extensions: [places] })],
    ['that is any certificate of the authority', { ...responder, key: agency.key, certificate: agency.certificate }],
    ['with a key that is not the certificate’s', { ...responder, key: agency.key }],
  ])('a responder %s is none', (_name, by) => {
    expect(why({ ocsp: [ocsp({ by })] })).toContain('rightful responder')
  })

  test('a responder that is itself revoked is none', () => {
    const by = delegate({ extensions: [places] })
    const answer = ocsp({ by })
    expect(why({ ocsp: [answer], crls: [crl()] })).toBe('good')
    const { serialHex } = parseCertificate(by.certificate)
    const list = crl({ revoked: new Map([[serialHex, { at: later(-1), reason: 'keyCompromise' as const }]]) })
    const found = status({ ocsp: [answer], crls: [list] })
    expect(found).toMatchObject({ status: 'good', by: { kind: 'crl' } })
  })

  test('answers about others are no answer', () => {
    const state = { at, lasts_ms: 1000, revoked: nobody, issued: () => true }
    const foreign = askOcsp({ certificates: [{ certificate: subject, issuer: root }] })
    expect(why({ ocsp: [readOcsp(answerOcsp(foreign, responder, state))] })).toBe('')
    const never = { ...state, issued: () => false }
    const request = askOcsp({ certificates: [{ certificate: subject, issuer: sub }] })
    expect(why({ ocsp: [readOcsp(answerOcsp(request, responder, never))] })).toContain('does not know')
  })

  test('a responder that refuses gives nothing to read', () => {
    const state = { at, lasts_ms: 1000, revoked: nobody, issued: () => true }
    for (const request of [Buffer.from('x'), Buffer.alloc(0), sequence(sequence(sequence()))])
      expect(() => readOcsp(answerOcsp(request, responder, state))).toThrow(DerProblem)
  })
})

describe('lists', () => {
  test('good and revoked', () => {
    expect(status({ crls: [crl()] })).toMatchObject({ status: 'good', by: { kind: 'crl', signer: null } })
    expect(status({ crls: [crl({ revoked: revoked() })] })).toMatchObject({ status: 'revoked', since: later(-2) })
  })

  test('a serial number is not another with the same last bytes', () => {
    const near = new Map([[`00${subject.serialHex}`.slice(2, -2), { at, reason: 'unspecified' as const }]])
    expect(status({ crls: [crl({ revoked: near })] }).status).toBe('good')
  })

  test('old, future, unsigned and misunderstood lists', () => {
    const unknown = certificateExtension('2.999.7', integer(1), true)
    expect(status({ crls: [crl({ thisUpdate: later(-3), nextUpdate: later(-2) })] }).status).toBe('unknown')
    expect(status({ crls: [crl({ thisUpdate: later(1), nextUpdate: later(2) })] }).status).toBe('unknown')
    expect(status({ crls: [crl({ extensions: [unknown] })] }).status).toBe('unknown')
    const forged = crlBytes()
    forged[forged.length - 1]! ^= 1
    expect(status({ crls: [readCrl(forged)] }).status).toBe('unknown')
  })

  const scope = (...parts: Buffer[]) => [certificateExtension(OID.issuingDistributionPoint, sequence(...parts), true)]
  test('a list for authorities only, or for some reasons only, does not make a signer good', () => {
    expect(status({ crls: [crl({ extensions: scope(tlv(0x82, Buffer.from([0xff]))) })] }).status).toBe('unknown')
    expect(status({ crls: [crl({ extensions: scope(tlv(0x81, Buffer.from([0xff]))) })] }).status).toBe('good')
    const someReasons = scope(tlv(0x83, Buffer.from([6, 0x40])))
    expect(status({ crls: [crl({ extensions: someReasons })] }).status).toBe('unknown')
    expect(status({ crls: [crl({ extensions: someReasons, revoked: revoked() })] }).status).toBe('revoked')
  })

  test('nothing is never good', () => {
    expect(status({})).toEqual({ status: 'unknown', why: [] })
  })
})

describe('several pieces of evidence', () => {
  test('a revocation for good outweighs a newer good', () => {
    const newer = ocsp({ at: later(0.5) })
    expect(status({ ocsp: [newer], crls: [crl({ revoked: revoked() })], knownBy: later(1) }).status).toBe('revoked')
  })

  test('a hold ends with newer evidence', () => {
    const held = crl({ revoked: revoked('certificateHold') })
    expect(status({ crls: [held] })).toMatchObject({ status: 'revoked', reason: 'certificateHold' })
    expect(status({ crls: [held], ocsp: [ocsp({ at: later(0.5) })], knownBy: later(1) }).status).toBe('good')
  })
})

describe('hostile bytes', () => {
  const bytes = { ocsp: ocspBytes({ revoked: revoked() }), crl: crlBytes({ revoked: revoked() }) }
  const read = { ocsp: readOcsp, crl: readCrl }

  /** What flipped evidence says; malformed is as good as none. */
  function said(kind: 'ocsp' | 'crl', twisted: Buffer): string {
    try {
      const one = read[kind](twisted)
      return status(kind === 'ocsp' ? { ocsp: [one as never] } : { crls: [one as never] }).status
    } catch (error) {
      if (!(error instanceof DerProblem)) throw error
      return 'malformed'
    }
  }

  test.each(['ocsp', 'crl'] as const)('no flipped bit of an %s turns revoked into good', (kind) => {
    expect(said(kind, bytes[kind])).toBe('revoked')
    const tbs = read[kind](bytes[kind]).tbsDer
    const from = bytes[kind].indexOf(tbs)
    const place = fc.integer({ min: 0, max: bytes[kind].length - 1 })
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 7 }), (place, bit) => {
        const twisted = Buffer.from(bytes[kind])
        twisted[place]! ^= 1 << bit
        const answer = said(kind, twisted)
        const inSigned = place >= from && place < from + tbs.length
        return answer !== 'good' && !(inSigned && answer === 'revoked')
      }),
      { numRuns: 1500 },
    )
  })

  test.each(['ocsp', 'crl'] as const)('random and truncated bytes are no %s', (kind) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => said(kind, Buffer.from(random)) === 'malformed'),
      { numRuns: 1000 },
    )
    for (let length = 0; length < bytes[kind].length; length++)
      expect(said(kind, bytes[kind].subarray(0, length))).toBe('malformed')
  })

  test('a pile of evidence ends soon', () => {
    const began_ms = performance.now()
    const pile = Array.from({ length: 5000 }, () => readCrl(bytes.crl))
    const answers = Array.from({ length: 5000 }, () => readOcsp(bytes.ocsp))
    expect(status({ crls: pile, ocsp: answers }).status).toBe('revoked')
    expect(performance.now() - began_ms).toBeLessThan(10_000)
  })
})
