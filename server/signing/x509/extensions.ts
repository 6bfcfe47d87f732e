import { OID } from '../asn1/oids.ts'
import { readDer } from '../asn1/read-der.ts'
import type { Certificate } from './certificate.ts'
import { sameName } from './distinguished-name.ts'

/** Bits of the keyUsage extension (RFC 5280 4.2.1.3). */
export const KEY_USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, crlSign: 6 } as const

/** Extensions that path validation here fully understands; a critical one outside this list fails the path. */
export const UNDERSTOOD: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
  OID.nameConstraints,
  OID.crlDistributionPoints,
  OID.freshestCrl,
  OID.authorityInfoAccess,
  OID.subjectAltName,
  OID.issuerAltName,
  OID.extendedKeyUsage,
])

/** Basic constraints; null when the extension is absent. */
export function basicConstraints(certificate: Certificate): { ca: boolean; pathLength: number | null } | null {
  const extension = certificate.extensions.get(OID.basicConstraints)
  if (!extension) return null
  const parts = readDer(extension.value).expect(0x30).children()
  const ca = parts[0]?.tag === 0x01 && parts[0].boolean()
  const length = parts.find((part) => part.tag === 0x02)
  return { ca, pathLength: length ? length.integer() : null }
}

/** True when keyUsage is absent (anything goes) or has the bit. */
export function allowsUsage(certificate: Certificate, bit: number): boolean {
  const extension = certificate.extensions.get(OID.keyUsage)
  if (!extension) return true
  const bits = readDer(extension.value).expect(0x03).content.subarray(1)
  return ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0
}

/** Extended key usages, or null when the extension is absent. */
export function extendedUsages(certificate: Certificate): string[] | null {
  const extension = certificate.extensions.get(OID.extendedKeyUsage)
  return extension
    ? readDer(extension.value)
        .children()
        .map((node) => node.oid())
    : null
}

export function subjectKeyIdentifier(certificate: Certificate): Buffer | null {
  const extension = certificate.extensions.get(OID.subjectKeyIdentifier)
  return extension ? readDer(extension.value).expect(0x04).content : null
}

/** The issuer's key identifier that this certificate names, or null. */
export function authorityKeyIdentifier(certificate: Certificate): Buffer | null {
  const extension = certificate.extensions.get(OID.authorityKeyIdentifier)
  const parts = extension ? readDer(extension.value).children() : []
  return parts.find((part) => part.tag === 0x80)?.content ?? null
}

/** True when the certificate names a place where its revocation could be asked. */
export function namesRevocationSource(certificate: Certificate): boolean {
  return certificate.extensions.has(OID.crlDistributionPoints) || certificate.extensions.has(OID.authorityInfoAccess)
}

/** True when issuer and subject have one name, as in an authority's key change (RFC 5280 3.2). */
export function isSelfIssued(certificate: Certificate): boolean {
  return sameName(certificate.issuerDer, certificate.subjectDer)
}
