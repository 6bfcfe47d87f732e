import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OID } from '#server/signing/asn1/oids.ts'
import {
  bitString,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  tagged,
  tlv,
  utf8String,
} from '#server/signing/asn1/write-der.ts'
import { readDer } from '#server/signing/asn1/read-der.ts'
import { attribute, signedAttributes } from '#server/signing/cms/signed-attributes.ts'
import { buildCms } from '#server/signing/cms/build-cms.ts'
import { hashIdentifier, signWithScheme, type Hash } from '#server/signing/cms/signature-scheme.ts'
import {
  answerTimestamp,
  issueToken,
  type TimestampAuthority,
} from '#server/signing/demo-authority/answer-timestamp.ts'
import { issueDemoTimestampAuthority } from '#server/signing/demo-pki.ts'
import { askTimestamp, type TimestampQuestion } from '#server/signing/timestamp/ask-timestamp.ts'
import { checkToken } from '#server/signing/timestamp/check-token.ts'
import { readTimestampAnswer } from '#server/signing/timestamp/read-timestamp-answer.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { KEY_USAGE } from '#server/signing/x509/extensions.ts'
import { certificateExtension, issueCertificate } from '#server/signing/x509/issue-certificate.ts'
import { at, authority, ecdsa, leader } from './signing-desk.ts'

const tsa = issueDemoTimestampAuthority(authority, at)
const moment = { at: new Date(at.getTime() + 120), serial: Buffer.from([0x80, 7]) }
const stamped = Buffer.from('giá trị chữ ký')
const digest = (hash: Hash) => createHash(hash).update(stamped).digest()
const question: TimestampQuestion = { hash: 'sha256', imprint: digest('sha256'), nonce: randomBytes(12) }
const reply = answerTimestamp(askTimestamp(question), tsa, moment)

function tokenOf(bytes: Uint8Array, asked = question): Buffer {
  const answer = readTimestampAnswer(bytes, asked)
  if (!answer.token) throw new Error(JSON.stringify(answer.problem))
  return answer.token
}
const token = tokenOf(reply)
const codes = (bytes: Uint8Array, over = digest) => checkToken(bytes, over).problems.map(({ code }) => code)

describe('a question and its answer', () => {
  test.each(['sha256', 'sha384', 'sha512'] as const)('over %s', (hash) => {
    const asked = { hash, imprint: digest(hash), nonce: randomBytes(8), policy: tsa.policy }
    const answer = readTimestampAnswer(answerTimestamp(askTimestamp(asked), tsa, moment), asked)
    expect(answer.token).not.toBeNull()
    const result = checkToken(answer.token!, digest)
    expect(result).toMatchObject({ problems: [], intact: true })
    expect(result.info).toMatchObject({ time: moment.at, imprintHash: hash, accuracy_ms: 1000, policy: tsa.policy })
    expect(result.signer!.der.equals(tsa.certificates[0]!)).toBe(true)
    expect(result.certificates).toHaveLength(2)
  })

  const problemOf = (bytes: Uint8Array, asked = question) => {
    const answer = readTimestampAnswer(bytes, asked)
    return answer.token ? null : answer.problem.code
  }
  const other = { ...question, nonce: randomBytes(12) }

  test('an answer to another question is refused', () => {
    expect(problemOf(reply, other)).toBe('timestamp_answer_differs')
    expect(problemOf(reply, { ...question, imprint: digest('sha256').reverse() })).toBe('timestamp_answer_differs')
    expect(problemOf(reply, { ...question, hash: 'sha384' })).toBe('timestamp_answer_differs')
    expect(problemOf(reply, { ...question, policy: '1.2.3' })).toBe('timestamp_answer_differs')
  })

  test('a leading zero in the nonce is no difference', () => {
    const asked = { ...question, nonce: Buffer.concat([Buffer.from([0, 0, 0x90]), randomBytes(6)]) }
    expect(problemOf(answerTimestamp(askTimestamp(asked), tsa, moment), asked)).toBeNull()
  })

  test('a refusal is told with its reason', () => {
    const asked = { ...question, policy: '1.2.3' }
    const answer = readTimestampAnswer(answerTimestamp(askTimestamp(asked), tsa, moment), asked)
    expect(answer).toMatchObject({ token: null, problem: { code: 'timestamp_refused' } })
    expect(JSON.stringify(answer)).toContain('unaccepted policy')
  })

  test('an authority refuses what it should', () => {
    const weak = sequence(integer(1), sequence(hashIdentifier('sha1'), octetString(digest('sha1'))))
    const short = sequence(integer(1), sequence(hashIdentifier('sha256'), octetString(digest('sha1'))))
    const extended = sequence(integer(1), readDer(askTimestamp(question)).children()[1]!.raw, tlv(0xa0))
    for (const request of [weak, short, extended, Buffer.from('nothing'), Buffer.alloc(0)])
      expect(problemOf(answerTimestamp(request, tsa, moment))).toBe('timestamp_refused')
  })

  test('what is no answer is malformed', () => {
    const rejectedOnly = sequence(sequence(integer(2)))
    const grantedOnly = sequence(sequence(integer(0)))
    const grantedLater = sequence(sequence(integer(3), sequence(utf8String('later')), bitString(Buffer.from([1]))))
    expect(problemOf(rejectedOnly)).toBe('timestamp_refused')
    expect(problemOf(grantedLater)).toBe('timestamp_refused')
    expect(problemOf(grantedOnly)).toBe('timestamp_answer_malformed')
    expect(problemOf(Buffer.alloc(0))).toBe('timestamp_answer_malformed')
    expect(problemOf(Buffer.concat([reply, Buffer.from([0])]))).toBe('timestamp_answer_malformed')
  })
})

describe('a token', () => {
  test('over other bytes', () => {
    const result = checkToken(token, (hash) => createHash(hash).update('khác').digest())
    expect(result.problems.map(({ code }) => code)).toEqual(['document_changed'])
    expect(result.intact).toBe(false)
  })

  test('padded with zeros as in a PDF, and followed by anything else', () => {
    expect(codes(Buffer.concat([token, Buffer.alloc(9)]))).toEqual([])
    expect(codes(Buffer.concat([token, Buffer.from('evil')]))).toEqual(['cms_trailing_data'])
  })

  test('without its certificate needs it from elsewhere', () => {
    const bare = issueToken(infoOf(token), tsa, false)
    expect(codes(bare)).toEqual(['signer_certificate_missing'])
    const pool = tsa.certificates.map((der) => parseCertificate(der))
    expect(checkToken(bare, digest, pool)).toMatchObject({ problems: [], intact: true })
  })

  const withCertificate = (...extensions: Buffer[]): TimestampAuthority => {
    const certificate = issueCertificate(
      {
        subject: [[OID.commonName, 'TSA lạ']],
        key: tsa.key,
        serial: Buffer.from([9]),
        from: at,
        to: new Date(at.getTime() + 9000),
        usage: [KEY_USAGE.digitalSignature],
        extensions,
      },
      authority.issuer,
    )
    return { ...tsa, certificates: [certificate] }
  }
  const usage = (ids: string[], critical: boolean) =>
    certificateExtension(OID.extendedKeyUsage, sequence(...ids.map((id) => oid(id))), critical)

  const wrong: [string, TimestampAuthority][] = [
    ['for signing documents', { ...tsa, key: leader.key, certificates: leader.chain }],
    ['without an extended usage', withCertificate()],
    ['with the usage not critical', withCertificate(usage([OID.timeStamping], false))],
    ['with a second usage', withCertificate(usage([OID.timeStamping, OID.commonName], true))],
  ]
  test.each(wrong)('by a certificate %s', (_name, who) => {
    expect(codes(issueToken(infoOf(token), who))).toEqual(['key_usage'])
  })

  test('whose signer states another certificate, or none', () => {
    const stated = (...attributes: Buffer[]) => {
      const signed = setOf(attribute(OID.contentType, oid(OID.timestampInfo)), ...attributes)
      return buildCms({
        scheme: ecdsa,
        signedAttributes: signed,
        signature: signWithScheme(ecdsa, tsa.key, signed),
        certificates: [...tsa.certificates],
        content: { type: OID.timestampInfo, bytes: infoOf(token) },
      })
    }
    const content = attribute(OID.messageDigest, octetString(createHash('sha256').update(infoOf(token)).digest()))
    const v1 = (der: Uint8Array) =>
      attribute(
        OID.signingCertificate,
        sequence(sequence(sequence(octetString(createHash('sha1').update(der).digest())))),
      )
    expect(codes(stated(content))).toEqual(['signing_certificate_missing'])
    expect(codes(stated(content, v1(leader.certificate)))).toEqual(['signing_certificate_differs'])
    expect(codes(stated(content, v1(tsa.certificates[0]!)))).toEqual([])
    expect(codes(stated(v1(tsa.certificates[0]!)))).toEqual(['cms_attribute_missing'])
  })

  test('with a hash that is too weak', () => {
    const weak = (hash: 'sha1' | 'md5') => issueToken(infoWith(hash), tsa)
    expect(codes(weak('sha1'))).toEqual(['hash_weak'])
    expect(codes(weak('md5'))).toEqual(['hash_broken'])
  })

  test('with a critical extension, a second nonce, an impossible day or another version', () => {
    const critical = tagged(1, certificateExtension('2.999.1', octetString(Buffer.alloc(1)), true))
    const harmless = tagged(1, certificateExtension('2.999.1', octetString(Buffer.alloc(1))))
    const twist = (...more: Buffer[]) => issueToken(sequence(readDer(infoWith('sha256')).content, ...more), tsa)
    expect(codes(twist(harmless))).toEqual([])
    expect(codes(twist(critical))).toEqual(['cms_malformed'])
    expect(codes(twist(integer(1), integer(1)))).toEqual(['cms_malformed'])
    expect(codes(issueToken(infoWith('sha256', '20201341000000Z'), tsa))).toEqual(['cms_malformed'])
    expect(codes(issueToken(infoWith('sha256', '20200101000000Z', 2), tsa))).toEqual(['cms_malformed'])
  })

  test('whose attributes say that it is plain data', () => {
    const info = infoOf(token)
    const attributes = signedAttributes(createHash('sha256').update(info).digest(), 'sha256', tsa.certificates[0]!)
    const signature = signWithScheme(ecdsa, tsa.key, attributes)
    const content = { type: OID.timestampInfo, bytes: info }
    const parts = { scheme: ecdsa, signedAttributes: attributes, signature, certificates: [...tsa.certificates] }
    expect(codes(buildCms({ ...parts, content }))).toEqual(['cms_content_type'])
    expect(codes(buildCms(parts))).toEqual(['cms_malformed'])
  })
})

describe('hostile bytes', () => {
  test('any flipped bit of a token is noticed, or changes nothing that is signed', () => {
    const place = fc.integer({ min: 0, max: token.length - 1 })
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 7 }), (place, bit) => {
        const twisted = Buffer.from(token)
        twisted[place]! ^= 1 << bit
        const result = checkToken(twisted, digest)
        const passes = result.problems.length === 0
        // Only the certificates that nobody needed, and the version numbers of CMS, are outside the signature.
        return !passes || sameStatement(twisted)
      }),
      { numRuns: 2000 },
    )
  })

  test('random and truncated bytes are only ever malformed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => codes(bytes)[0] === 'cms_malformed'),
      { numRuns: 2000 },
    )
    for (let length = 0; length < token.length; length++)
      expect(codes(token.subarray(0, length))).toEqual(['cms_malformed'])
  })
})

/** The parts that a token's signature covers are the original ones. */
function sameStatement(twisted: Uint8Array): boolean {
  const result = checkToken(twisted, digest)
  const original = checkToken(token, digest)
  const signed = (one: typeof result) => Buffer.concat([one.cms!.encapsulated!, one.cms!.signer.signedAttributesDer!])
  return signed(result).equals(signed(original)) && result.signer!.der.equals(original.signer!.der)
}

function infoOf(bytes: Uint8Array): Buffer {
  return checkToken(bytes, digest).cms!.encapsulated!
}

function infoWith(hash: Hash, time = '20200623092205.12Z', version = 1): Buffer {
  return sequence(
    integer(version),
    oid(tsa.policy),
    sequence(hashIdentifier(hash), octetString(digest(hash))),
    integer(7),
    tlv(0x18, Buffer.from(time)),
  )
}
