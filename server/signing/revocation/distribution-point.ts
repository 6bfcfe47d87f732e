import { OID } from '../asn1/oids.ts'
import { readDer, type DerNode } from '../asn1/read-der.ts'
import { sequence, setOf } from '../asn1/write-der.ts'
import type { Certificate } from '../x509/certificate.ts'
import { directoryKey, readGeneralNames } from '../x509/general-name.ts'

/** Bits of ReasonFlags that a certificate can be revoked for (RFC 5280 4.2.1.13): 1 to 8. */
export const ALL_REASONS = 0b1_1111_1110

/** What a certificate says of where its revocation is published. Names are keys of general names. */
export interface DistributionPoint {
  /** Null when the point has no name of its own. */
  names: string[] | null
  /** Reasons that lists of this point cover, as bits. */
  reasons: number
  /** Who signs the lists, when it is not the certificate's issuer. */
  crlIssuers: string[] | null
}

/** What a list says of itself (issuing distribution point, RFC 5280 5.2.5). */
export interface IssuingPoint {
  names: string[] | null
  onlyUsers: boolean
  onlyAuthorities: boolean
  onlyAttributes: boolean
  reasons: number
  indirect: boolean
  /** For telling whether a delta and a complete list have the same scope. */
  der: Buffer
}

/** The certificate's distribution points; one with the issuer's name where it names none (RFC 5280 6.3.3). */
export function distributionPoints(certificate: Certificate): DistributionPoint[] {
  const { issuerDer, extensions } = certificate
  const extension = extensions.get(OID.crlDistributionPoints)
  const own = extension ? readDer(extension.value).expect(0x30).children() : []
  const byDefault = { names: [directoryKey(issuerDer)], reasons: ALL_REASONS, crlIssuers: null }
  return [...own.map((node) => readPoint(node, issuerDer)), byDefault]
}

function readPoint(node: DerNode, issuerDer: Buffer): DistributionPoint {
  const part = new Map(
    node
      .expect(0x30)
      .children()
      .map((child) => [child.tag, child]),
  )
  const issuers = part.get(0xa2)
  const crlIssuers = issuers ? readGeneralNames(issuers.content) : null
  const base = crlIssuers?.find(({ value }) => value[0] === 0x30)?.value ?? issuerDer
  return {
    names: pointNames(part.get(0xa0), base),
    reasons: reasonBits(part.get(0x81)),
    crlIssuers: crlIssuers?.map(({ key }) => key) ?? null,
  }
}

/** Reads an issuing distribution point, given in DER; null where a list has none. */
export function readIssuingPoint(der: Buffer | null, issuerDer: Buffer): IssuingPoint | null {
  if (!der) return null
  const part = new Map(
    readDer(der)
      .expect(0x30)
      .children()
      .map((child) => [child.tag, child]),
  )
  const flag = (tag: number) => (part.get(tag)?.content[0] ?? 0) !== 0
  return {
    names: pointNames(part.get(0xa0), issuerDer),
    onlyUsers: flag(0x81),
    onlyAuthorities: flag(0x82),
    reasons: reasonBits(part.get(0x83)),
    indirect: flag(0x84),
    onlyAttributes: flag(0x85),
    der,
  }
}

/** DistributionPointName: full names, or a relative one that continues the issuer's. */
function pointNames(wrapped: DerNode | undefined, issuerDer: Buffer): string[] | null {
  const name = wrapped?.children()[0]
  if (!name) return null
  if (name.tag === 0xa0) return readGeneralNames(name.content).map(({ key }) => key)
  const relative = setOf(
    ...name
      .expect(0xa1)
      .children()
      .map(({ raw }) => raw),
  )
  return [directoryKey(sequence(readDer(issuerDer).content, relative))]
}

function reasonBits(node: DerNode | undefined): number {
  if (!node) return ALL_REASONS
  const bytes = node.content.subarray(1)
  return [1, 2, 3, 4, 5, 6, 7, 8]
    .filter((bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
    .reduce((mask, bit) => mask | (1 << bit), 0)
}
