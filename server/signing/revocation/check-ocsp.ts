import { createHash } from 'node:crypto'
import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { readDer } from '../asn1/read-der.ts'
import { verifySignature } from '../cms/signature-scheme.ts'
import type { Certificate } from '../x509/certificate.ts'
import { checkPath } from '../x509/check-path.ts'
import { sameName } from '../x509/distinguished-name.ts'
import { allowsUsage, extendedUsages, KEY_USAGE } from '../x509/extensions.ts'
import type { OcspAnswer, OcspCertId, OcspStatement } from './read-ocsp.ts'
import { untimely, type RevocationQuestion, type RevocationStatus } from './revocation-context.ts'

/** What a search through OCSP answers stands on. */
export interface OcspSearch {
  issuer: Certificate
  question: RevocationQuestion
  /** Whether a responder's own certificate is not revoked; asked unless it says that nobody need ask. */
  stillGood(responder: Certificate): boolean
}

/** What each OCSP answer about this certificate says, by RFC 6960 3.2; answers about others are passed over. */
export function statusesByOcsp(certificate: Certificate, search: OcspSearch): RevocationStatus[] {
  return search.question.ocsp.flatMap((answer) => {
    const statement = answer.statements.find(({ id }) => isAbout(id, certificate, search.issuer))
    return statement ? [judge(certificate, answer, statement, search)] : []
  })
}

function isAbout(id: OcspCertId, certificate: Certificate, issuer: Certificate): boolean {
  if (!id.hash || id.hash === 'md5' || id.serialHex !== certificate.serialHex) return false
  const digest = (bytes: Uint8Array) => createHash(id.hash!).update(bytes).digest()
  return id.nameHash.equals(digest(certificate.issuerDer)) && id.keyHash.equals(digest(keyBits(issuer)))
}

/** The bits of the public key, without its algorithm, as CertID and responder identifiers hash them. */
export function keyBits({ keyDer }: Certificate): Buffer {
  const bits = readDer(keyDer).expect(0x30).children()[1]
  if (!bits) throw new DerProblem('a key has no bits')
  return bits.bitBytes()
}

function judge(
  certificate: Certificate,
  answer: OcspAnswer,
  statement: OcspStatement,
  search: OcspSearch,
): RevocationStatus {
  const responder = responderOf(answer, search)
  const fault = responder ? unusable(certificate, answer, statement, search.question) : 'is not by a rightful responder'
  if (!responder || fault)
    return { status: 'unknown', why: [`ocsp: the answer of ${answer.producedAt.toISOString()} ${fault}`] }
  const { thisUpdate, nextUpdate, status, since, reason } = statement
  const signer = responder === search.issuer ? null : responder
  const by = { kind: 'ocsp' as const, der: [answer.der], thisUpdate, nextUpdate, signer }
  if (status === 'revoked') return { status, since: since!, reason, by }
  return status === 'good' ? { status, by } : { status, why: ['ocsp: the responder does not know the certificate'] }
}

function unusable(
  { notAfter }: Certificate,
  answer: OcspAnswer,
  statement: OcspStatement,
  question: RevocationQuestion,
): string | null {
  if (answer.hasUnknownCritical || statement.hasUnknownCritical) return 'has a critical part that is not understood'
  const { thisUpdate, nextUpdate, archiveCutoff, status } = statement
  if (status === 'good' && thisUpdate > notAfter && !(archiveCutoff && archiveCutoff <= notAfter))
    return 'was made after the certificate ended'
  return untimely(question, thisUpdate, nextUpdate) ?? (answer.producedAt < thisUpdate ? 'is older than it says' : null)
}

/** The issuer itself or whom it certified for this, and only if the answer is really signed so (RFC 6960 4.2.2.2). */
function responderOf(answer: OcspAnswer, search: OcspSearch): Certificate | null {
  const { issuer, question } = search
  const candidates = [issuer, ...answer.certificates, ...question.pool].slice(0, MAX_CANDIDATES)
  const signed = candidates.find((candidate) => isNamed(answer, candidate) && signedBy(answer, candidate))
  if (!signed) return null
  if (signed.keyDer.equals(issuer.keyDer) && sameName(signed.subjectDer, issuer.subjectDer)) return issuer
  return isDelegate(signed, answer, search) ? signed : null
}

/** Certificates tried as a responder's; more is an attack. */
const MAX_CANDIDATES = 64

function isNamed({ responder }: OcspAnswer, candidate: Certificate): boolean {
  if ('nameDer' in responder) return sameName(responder.nameDer, candidate.subjectDer)
  return createHash('sha1').update(keyBits(candidate)).digest().equals(responder.keyHash)
}

function signedBy({ scheme, tbsDer, signature }: OcspAnswer, candidate: Certificate): boolean {
  const key = candidate.publicKey()
  const strong = scheme !== null && scheme.hash !== 'md5'
  return strong && key !== null && verifySignature(scheme, key, tbsDer, signature)
}

function isDelegate(responder: Certificate, answer: OcspAnswer, { issuer, stillGood }: OcspSearch): boolean {
  const allowed =
    extendedUsages(responder)?.includes(OID.ocspSigning) && allowsUsage(responder, KEY_USAGE.digitalSignature)
  if (!allowed || checkPath([responder, issuer], answer.producedAt).length > 0) return false
  return responder.extensions.has(OID.ocspNoCheck) || stillGood(responder)
}
