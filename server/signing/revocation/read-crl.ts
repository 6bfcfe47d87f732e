import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { need, readDer, type DerNode } from '../asn1/read-der.ts'
import { schemeOf, type SignatureScheme } from '../cms/signature-scheme.ts'
import { readExtensions, type CertificateExtension } from '../x509/certificate.ts'
import { canonicalName } from '../x509/distinguished-name.ts'
import { readGeneralNames, GENERAL_NAME } from '../x509/general-name.ts'
import { reasonOf, type RevocationReason } from './revocation-reason.ts'
import { readIssuingPoint, type IssuingPoint } from './distribution-point.ts'

/** A revoked certificate on a list. */
export interface CrlEntry {
  at: Date
  reason: RevocationReason
}

/** A certificate revocation list in parts (RFC 5280 5). Parsing promises structure only, no trust. */
export interface Crl {
  der: Buffer
  tbsDer: Buffer
  issuerDer: Buffer
  thisUpdate: Date
  /** Null when the list does not say; RFC 5280 demands it, so such a list is not used. */
  nextUpdate: Date | null
  scheme: SignatureScheme | null
  signature: Buffer
  extensions: Map<string, CertificateExtension>
  point: IssuingPoint | null
  number: string | null
  /** The number of the complete list that this one changes; null for a complete list. */
  deltaBase: string | null
  /** Something critical on the list or on an entry that is not understood: the list may not be used. */
  hasUnknownCritical: boolean
  /** The entry of a certificate, by its issuer and serial number. */
  entry(issuerDer: Uint8Array, serialHex: string): CrlEntry | null
}

const UNDERSTOOD = new Set<string>([
  OID.crlNumber,
  OID.authorityKeyIdentifier,
  OID.issuerAltName,
  OID.deltaCrlIndicator,
  OID.issuingDistributionPoint,
  OID.freshestCrl,
  OID.expiredCertsOnCrl,
])
const UNDERSTOOD_ENTRY = new Set<string>([OID.reasonCode, OID.invalidityDate, OID.certificateIssuer])

/** Reads one DER list. Anything malformed is a {@link DerProblem}. */
export function readCrl(der: Uint8Array): Crl {
  const [tbs, outer, signature] = readDer(der).expect(0x30).children()
  const algorithm = need(outer, 'the algorithm').expect(0x30)
  const { inner, ...fields } = readFields(need(tbs, 'the list').expect(0x30))
  return {
    der: Buffer.from(der.buffer, der.byteOffset, der.byteLength),
    ...fields,
    scheme: algorithm.raw.equals(inner.raw) ? schemeOf(algorithm) : null,
    signature: need(signature, 'the signature').bitBytes(),
  }
}

function readFields(tbs: DerNode) {
  const { version, inner, issuer, thisUpdate, nextUpdate, revoked, list } = partsOf(tbs)
  const extensions = readExtensions(list)
  if (extensions.size > 0 && version !== 1) throw new DerProblem('a list with extensions is of version 2')
  const entries = readEntries(revoked, issuer.raw)
  const critical = [...extensions].some(([id, { critical }]) => critical && !UNDERSTOOD.has(id))
  return {
    tbsDer: tbs.raw,
    inner,
    issuerDer: issuer.raw,
    thisUpdate: thisUpdate.time(),
    nextUpdate: nextUpdate?.time() ?? null,
    extensions,
    point: readIssuingPoint(extensions.get(OID.issuingDistributionPoint)?.value ?? null, issuer.raw),
    number: numberOf(extensions.get(OID.crlNumber)),
    deltaBase: numberOf(extensions.get(OID.deltaCrlIndicator)),
    hasUnknownCritical: critical || entries.hasUnknownCritical,
    entry: entries.entry,
  }
}

/** The parts of a TBSCertList, of which several may be absent. */
function partsOf(tbs: DerNode) {
  const parts = tbs.children()
  const take = (...tags: number[]) => (tags.includes(parts[0]?.tag ?? -1) ? parts.shift()! : null)
  const must = (what: string, ...tags: number[]) => need(take(...tags) ?? undefined, what)
  return {
    version: take(0x02)?.integer() ?? 0,
    inner: must('the algorithm', 0x30),
    issuer: must('the issuer', 0x30),
    thisUpdate: must('the time of issue', 0x17, 0x18),
    nextUpdate: take(0x17, 0x18),
    revoked: take(0x30),
    list: take(0xa0)?.children()[0],
  }
}

const numberOf = (extension: CertificateExtension | undefined): string | null =>
  extension ? readDer(extension.value).integerHex() : null

/** Entries are read once, into one table; that of an indirect list carries each entry's issuer on (RFC 5280 5.3.3). */
function readEntries(revoked: DerNode | null, listIssuer: Buffer) {
  const table = new Map<string, CrlEntry>()
  let issuer = canonicalName(listIssuer)
  let hasUnknownCritical = false
  for (const node of revoked?.children() ?? []) {
    const { serial, at, extensions } = readEntry(node)
    issuer = issuerOf(extensions) ?? issuer
    hasUnknownCritical ||= [...extensions].some(([id, { critical }]) => critical && !UNDERSTOOD_ENTRY.has(id))
    table.set(`${serial} ${issuer}`, { at, reason: reasonOf(extensions.get(OID.reasonCode)?.value ?? null) })
  }
  const entry = (issuerDer: Uint8Array, serialHex: string) =>
    table.get(`${serialHex} ${canonicalName(issuerDer)}`) ?? null
  return { entry, hasUnknownCritical }
}

const NONE: ReadonlyMap<string, CertificateExtension> = new Map()

function readEntry(node: DerNode) {
  const [serial, at, extensions] = node.expect(0x30).children()
  return {
    serial: need(serial, 'a serial number').serialHex(),
    at: need(at, 'a time').time(),
    extensions: extensions ? readExtensions(extensions) : NONE,
  }
}

function issuerOf(extensions: ReadonlyMap<string, CertificateExtension>): string | null {
  const extension = extensions.get(OID.certificateIssuer)
  if (!extension) return null
  const names = readGeneralNames(readDer(extension.value).expect(0x30).content)
  const directory = names.find(({ tag }) => tag === GENERAL_NAME.directory)
  if (!directory) throw new DerProblem('the issuer of an entry has no directory name')
  return canonicalName(directory.value)
}
