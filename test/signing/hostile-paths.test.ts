import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { OID } from '#server/signing/asn1/oids.ts'
import { integer, oid, sequence, tagged, tlv } from '#server/signing/asn1/write-der.ts'
import { buildPath } from '#server/signing/x509/build-path.ts'
import { parseCertificate, type Certificate } from '#server/signing/x509/certificate.ts'
import {
  AUTHORITY_USAGE,
  certificateExtension,
  encodeName,
  issueCertificate,
  SIGNER_USAGE,
  type CertificateWish,
  type Issuer,
  type NamePairs,
} from '#server/signing/x509/issue-certificate.ts'
import { at, ecdsa } from './signing-desk.ts'

/** Time that a search may take whatever it is given; machines that run tests are busy. */
const LIMIT_MS = 10_000

const newIssuer = (name: string): Issuer => ({
  key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  scheme: ecdsa,
  name: [[OID.commonName, name]],
})
const issuers = { root: newIssuer('Gốc'), one: newIssuer('Một'), two: newIssuer('Hai') }
let serial = 0

function issued(subject: Issuer, by: Issuer, wish: Partial<CertificateWish> = {}): Certificate {
  const numbers = Buffer.alloc(5)
  numbers.writeUInt32BE(++serial, 1)
  const day_ms = 24 * 3600 * 1000
  return parseCertificate(
    issueCertificate(
      {
        subject: subject.name,
        key: subject.key,
        serial: numbers,
        from: new Date(at.getTime() - day_ms),
        to: new Date(at.getTime() + day_ms),
        usage: AUTHORITY_USAGE,
        authority: { pathLength: 9 },
        ...wish,
      },
      by,
    ),
  )
}

const root = issued(issuers.root, issuers.root)
const leafOf = (by: Issuer, name: NamePairs = [[OID.commonName, 'Lá']]) => {
  const leaf = newIssuer('Lá')
  const certificate = issued({ ...leaf, name }, by, { usage: SIGNER_USAGE })
  return certificate
}

function search(leaf: Certificate, pool: Certificate[]) {
  const began_ms = performance.now()
  const found = buildPath(leaf, pool, [root], at)
  expect(performance.now() - began_ms).toBeLessThan(LIMIT_MS)
  return found?.findings.map(({ fault }) => fault) ?? null
}

test('authorities that certify one another in a circle', () => {
  const circle = Array.from({ length: 40 }, () => [issued(issuers.one, issuers.two), issued(issuers.two, issuers.one)])
  expect(search(leafOf(issuers.one), circle.flat())).toBeNull()
  expect(search(leafOf(issuers.one), [...circle.flat(), issued(issuers.two, issuers.root)])).not.toBeNull()
})

test('thousands of issuers of one name: the right one is found by its key identifier, and without it the search ends', () => {
  const wrong = newIssuer('Một')
  const good = issued(issuers.one, issuers.root)
  const one = issued(wrong, issuers.root)
  const crowd: Certificate[] = Array.from({ length: 5000 }, () => ({ ...one }))
  expect(search(leafOf(issuers.one), [...crowd, good])).toEqual([])
  expect(search(leafOf(issuers.one), crowd)).toContain('bad_signature')
})

const subtree = (i: number) => sequence(tlv(0xa4, encodeName([[OID.organization, `Cơ quan ${i}`]])))
const constrained = (count: number) =>
  certificateExtension(
    OID.nameConstraints,
    sequence(tagged(1, ...Array.from({ length: count }, (_, i) => subtree(i)))),
    true,
  )
const manyNames = (count: number) =>
  certificateExtension(
    OID.subjectAltName,
    sequence(...Array.from({ length: count }, (_, i) => tlv(0xa4, encodeName([[OID.organization, `Tổ ${i}`]])))),
  )

test('crafted name constraints against crafted names', () => {
  const authorities = Array.from({ length: 30 }, () =>
    issued(issuers.one, issuers.root, { extensions: [constrained(1500)] }),
  )
  const leaf = issued(newIssuer('Lá'), issuers.one, { usage: SIGNER_USAGE, extensions: [manyNames(1500)] })
  expect(search(leaf, authorities)).toContain('name_constraints')
  const plain = issued(newIssuer('Lá'), issuers.one, { usage: SIGNER_USAGE, extensions: [manyNames(5)] })
  expect(search(plain, authorities)).toEqual([])
  const hit = certificateExtension(
    OID.subjectAltName,
    sequence(tlv(0xa4, encodeName([[OID.organization, 'CƠ  quan 7']]))),
  )
  const forbidden = issued(newIssuer('Lá'), issuers.one, { usage: SIGNER_USAGE, extensions: [hit] })
  expect(search(forbidden, authorities)).toEqual(['name_constraints'])
})

test('policies that would double at every level', () => {
  const pair = (from: number, to: number) => sequence(oid(`2.999.${from}`), oid(`2.999.${to}`))
  const policies = certificateExtension(
    OID.certificatePolicies,
    sequence(...[1, 2].map((i) => sequence(oid(`2.999.${i}`)))),
  )
  const doubling = certificateExtension(OID.policyMappings, sequence(pair(1, 1), pair(1, 2), pair(2, 1), pair(2, 2)))
  const chain = Array.from({ length: 6 }, (_, i) => newIssuer(`Bậc ${i}`))
  const pool = chain.map((one, i) => issued(one, chain[i - 1] ?? issuers.root, { extensions: [policies, doubling] }))
  const demand = certificateExtension(OID.policyConstraints, sequence(tlv(0x80, Buffer.from([0]))), true)
  const leaf = issued(newIssuer('Lá'), chain.at(-1)!, { usage: SIGNER_USAGE, extensions: [policies, demand] })
  expect(search(leaf, pool)).toEqual([])
  const other = certificateExtension(OID.certificatePolicies, sequence(sequence(oid('2.999.3'))))
  const without = issued(newIssuer('Lá'), chain.at(-1)!, { usage: SIGNER_USAGE, extensions: [other, demand] })
  expect(search(without, pool)).toEqual(['policies'])
})

test('a certificate of absurd size is passed over', () => {
  const huge = certificateExtension('2.999.1', integer(Buffer.alloc(200_000, 1)))
  const big = issued(issuers.one, issuers.root, { extensions: [huge] })
  expect(search(leafOf(issuers.one), [big])).toBeNull()
  expect(search(issued(newIssuer('Lá'), issuers.root, { extensions: [huge] }), [])).toBeNull()
})

test('no value of a name can imitate two values', () => {
  const joined = leafOf({ ...issuers.one, name: [[OID.commonName, `Một+${OID.organization}=x`]] })
  const honest = issued(issuers.one, issuers.root)
  expect(search(joined, [honest])).toBeNull()
})

test('a malformed look-alike does not hide the sound issuer', () => {
  const broken = [OID.nameConstraints, OID.certificatePolicies, OID.policyMappings, OID.policyConstraints].map((id) =>
    issued(issuers.one, issuers.root, { extensions: [certificateExtension(id, Buffer.from([0x30, 0x05]))] }),
  )
  const sound = issued(issuers.one, issuers.root)
  const noName = { ...sound, subjectDer: Buffer.from([0x30, 0x09]) }
  expect(search(leafOf(issuers.one), [...broken, noName, sound])).toEqual([])
  expect(search(leafOf(issuers.one), broken)).toEqual(['malformed'])
})
