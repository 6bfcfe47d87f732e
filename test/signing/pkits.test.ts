import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DerProblem } from '#server/signing/asn1/der-problem.ts'
import { readCrl } from '#server/signing/revocation/read-crl.ts'
import { revocationOfPath } from '#server/signing/revocation/revocation-of-path.ts'
import { buildPath } from '#server/signing/x509/build-path.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'

const folder = new URL('./data/pkits/', import.meta.url)
const certificate = (name: string) => parseCertificate(readFileSync(new URL(`${name}.crt`, folder)))
const crl = (name: string) => readCrl(readFileSync(new URL(`crls/${name}.crl`, folder)))

interface Case {
  test: string
  name: string
  /** The trust anchor first, the end entity last. */
  certificates: string[]
  crls: string[]
  valid: boolean
  /** Names of the suite's policies with commas between them. */
  initialPolicySet: string | null
  requireExplicitPolicy: boolean
  inhibitAnyPolicy: boolean
  inhibitPolicyMapping: boolean
}

const cases = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8')) as Case[]

/** The suite is of 2010 and 2011; its certificates end in 2030. */
const at = new Date('2015-06-01T00:00:00Z')

describe.each([...Map.groupBy(cases, (one) => one.test.split('.').slice(0, 2).join('.'))])(
  'NIST PKITS section %s',
  (_section, list) => {
    test.each(list)('$test $name', (one) => {
      expect(accepted(one)).toBe(one.valid)
    })
  },
)

const policyOid = (name: string) => `2.16.840.1.101.3.2.1.48.${name.replace('NIST-test-policy-', '')}`

/** As a relying party would: a path, then good revocation evidence for every certificate of it. */
function accepted(one: Case): boolean {
  try {
    const [root, ...rest] = one.certificates.map(certificate)
    const leaf = rest.pop()!
    const policy = {
      ...(one.initialPolicySet ? { initial: one.initialPolicySet.split(',').map(policyOid) } : {}),
      requireExplicit: one.requireExplicitPolicy,
      inhibitAny: one.inhibitAnyPolicy,
      inhibitMapping: one.inhibitPolicyMapping,
    }
    const found = buildPath(leaf, rest, [root!], { at, policy })
    if (!found || found.findings.length > 0) return false
    const question = { at, ocsp: [], crls: one.crls.map(crl), pool: rest }
    return revocationOfPath(found.path, question).every(({ status }) => status === 'good')
  } catch (error) {
    if (error instanceof DerProblem) return false
    throw error
  }
}
