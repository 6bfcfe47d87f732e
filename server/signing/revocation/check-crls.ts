import { OID } from '../asn1/oids.ts'
import { readDer } from '../asn1/read-der.ts'
import type { Certificate } from '../x509/certificate.ts'
import { sameName } from '../x509/distinguished-name.ts'
import { basicConstraints } from '../x509/extensions.ts'
import { directoryKey } from '../x509/general-name.ts'
import { ALL_REASONS, distributionPoints, type DistributionPoint, type IssuingPoint } from './distribution-point.ts'
import type { Crl, CrlEntry } from './read-crl.ts'
import { untimely, type RevocationQuestion, type RevocationStatus, type UsedEvidence } from './revocation-context.ts'

/** What a search through lists stands on. */
export interface CrlSearch {
  question: RevocationQuestion
  /** Whoever signed the list and may sign lists for this path; null when nobody known did. */
  signerOf(crl: Crl): Certificate | null
}

interface Progress {
  /** Reasons that the lists read so far cover, as bits. */
  covered: number
  good: UsedEvidence | null
  why: string[]
}

/**
 * What revocation lists say of a certificate, by RFC 5280 6.3.3: its distribution points, the scope of each list,
 * indirect lists, lists for some reasons only, deltas. Good only when the lists together cover every reason.
 */
export function statusByCrls(certificate: Certificate, search: CrlSearch): RevocationStatus {
  const complete = search.question.crls.filter(({ deltaBase }) => deltaBase === null)
  const newest = complete.toSorted((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())
  const progress: Progress = { covered: 0, good: null, why: [] }
  for (const point of distributionPoints(certificate))
    for (const crl of newest) {
      const reasons = newReasons(crl, point, certificate) & ~progress.covered
      const revoked = reasons === 0 ? null : look(certificate, { crl, reasons }, search, progress)
      if (revoked) return revoked
    }
  if (!progress.good) return { status: 'unknown', why: progress.why }
  if (progress.covered === ALL_REASONS) return { status: 'good', by: progress.good }
  return { status: 'unknown', why: [...progress.why, 'crl: the lists do not cover every reason'] }
}

/** The reasons for which the list, as it is published at this point, tells of the certificate; 0 for none. */
function newReasons(crl: Crl, point: DistributionPoint, certificate: Certificate): number {
  const { point: scope } = crl
  if (!isByTheRightIssuer(crl, point, certificate)) return 0
  if (!scope) return point.reasons
  const wanted = point.names ?? point.crlIssuers ?? []
  if (scope.names && !scope.names.some((name) => wanted.includes(name))) return 0
  return coversKind(scope, certificate) ? point.reasons & scope.reasons : 0
}

function isByTheRightIssuer({ issuerDer, point: scope }: Crl, point: DistributionPoint, certificate: Certificate) {
  if (!point.crlIssuers) return sameName(issuerDer, certificate.issuerDer)
  return scope?.indirect === true && point.crlIssuers.includes(directoryKey(issuerDer))
}

function coversKind(scope: IssuingPoint, certificate: Certificate): boolean {
  const isAuthority = basicConstraints(certificate)?.ca ?? false
  return !scope.onlyAttributes && !(isAuthority ? scope.onlyUsers : scope.onlyAuthorities)
}

/** Looks the certificate up in one list and its delta. Answers when it is revoked, else notes what was learnt. */
function look(
  certificate: Certificate,
  { crl, reasons }: { crl: Crl; reasons: number },
  search: CrlSearch,
  progress: Progress,
): RevocationStatus | null {
  const signer = search.signerOf(crl)
  const fault = signer ? unusable(crl, search.question) : 'is not signed by whom it should be'
  if (!signer || fault) {
    progress.why.push(`crl: the list of ${crl.thisUpdate.toISOString()} ${fault}`)
    return null
  }
  const delta = newestDelta(crl, signer, search)
  const by = evidence(crl, delta, sameName(signer.subjectDer, certificate.issuerDer) ? null : signer)
  const entry = entryIn(certificate, crl, delta)
  if (entry) return { status: 'revoked', since: entry.at, reason: entry.reason, by }
  if (listsExpired(crl, certificate)) {
    progress.good = by
    progress.covered |= reasons
  } else progress.why.push('crl: the list was made after the certificate ended')
  return null
}

function unusable(crl: Crl, question: RevocationQuestion): string | null {
  if (crl.hasUnknownCritical) return 'has a critical part that nobody here understands'
  if (!crl.nextUpdate) return 'does not say when the next one comes'
  return untimely(question, crl.thisUpdate, crl.nextUpdate)
}

function entryIn({ issuerDer, serialHex }: Certificate, crl: Crl, delta: Crl | null): CrlEntry | null {
  const changed = delta?.entry(issuerDer, serialHex)
  if (changed) return changed.reason === 'removeFromCRL' ? null : changed
  return crl.entry(issuerDer, serialHex)
}

/** The newest delta of the same issuer, key and scope whose base is not newer than the list (RFC 5280 6.3.3 c). */
function newestDelta(crl: Crl, signer: Certificate, { question, signerOf }: CrlSearch): Crl | null {
  const fitting = question.crls.filter(
    (delta) =>
      changes(delta, crl) && !unusable(delta, question) && (signerOf(delta)?.keyDer.equals(signer.keyDer) ?? false),
  )
  return fitting.toSorted((a, b) => (number(a.number) < number(b.number) ? 1 : -1))[0] ?? null
}

function changes(delta: Crl, crl: Crl): boolean {
  if (delta.deltaBase === null || !sameName(delta.issuerDer, crl.issuerDer) || scopeOf(delta) !== scopeOf(crl))
    return false
  return number(delta.deltaBase) <= number(crl.number) && number(crl.number) < number(delta.number)
}

/** Two lists of one scope and one key say the same of both. */
const scopeOf = ({ point, extensions }: Crl) =>
  [point?.der, extensions.get(OID.authorityKeyIdentifier)?.value].map((der) => der?.toString('hex') ?? '').join()

const number = (hex: string | null): bigint => BigInt(`0x${hex ?? '0'}`)

/** A list made after a certificate's end tells nothing of it, unless it says that it keeps expired ones. */
function listsExpired({ thisUpdate, extensions }: Crl, { notAfter }: Certificate): boolean {
  if (thisUpdate <= notAfter) return true
  const kept = extensions.get(OID.expiredCertsOnCrl)
  return kept !== undefined && readDer(kept.value).expect(0x18).time() <= notAfter
}

function evidence(crl: Crl, delta: Crl | null, signer: Certificate | null): UsedEvidence {
  const { thisUpdate, nextUpdate } = delta ?? crl
  return { kind: 'crl', der: delta ? [crl.der, delta.der] : [crl.der], thisUpdate, nextUpdate, signer }
}
