import { DerProblem } from '../asn1/der-problem.ts'
import { verifySignature } from '../cms/signature-scheme.ts'
import { buildPath } from '../x509/build-path.ts'
import type { Certificate } from '../x509/certificate.ts'
import { sameName } from '../x509/distinguished-name.ts'
import { allowsUsage, KEY_USAGE, namesRevocationSource } from '../x509/extensions.ts'
import { statusByCrls } from './check-crls.ts'
import { statusesByOcsp } from './check-ocsp.ts'
import type { Crl } from './read-crl.ts'
import type { RevocationQuestion, RevocationStatus } from './revocation-context.ts'

/** One walk over a path: what is asked, what was answered, and how much more work may be done. */
interface Inquiry {
  question: RevocationQuestion
  path: Certificate[]
  answered: Map<string, RevocationStatus>
  /** Certificates whose status is just being found: no list signed by one of them speaks for itself. */
  open: Set<string>
  signers: Map<Crl, Certificate | null>
  /** Signatures that may still be checked. */
  budget: number
}

const MAX_SIGNATURES = 400
/** Answers, and lists, that are looked at. */
const MAX_EVIDENCE = 256
const LOOP: RevocationStatus = { status: 'unknown', why: ['the evidence proves itself in a circle'] }

/**
 * The revocation status of each certificate of a path (end entity first) but its trust anchor, from given evidence
 * only. Whoever signed a list or an answer must lead to the same anchor and must not be revoked. Pure, bounded in work,
 * and never throws: evidence is given parsed.
 */
export function revocationOfPath(path: Certificate[], question: RevocationQuestion): RevocationStatus[] {
  const [ocsp, crls] = [question.ocsp.slice(0, MAX_EVIDENCE), question.crls.slice(0, MAX_EVIDENCE)]
  const inquiry: Inquiry = {
    question: { ...question, ocsp, crls },
    path,
    answered: new Map(),
    open: new Set(),
    signers: new Map(),
    budget: MAX_SIGNATURES,
  }
  return path.slice(0, -1).map((certificate, i) => statusOf(certificate, path[i + 1]!, inquiry))
}

const keyOf = (certificate: Certificate) => certificate.der.toString('base64')

function statusOf(certificate: Certificate, issuer: Certificate, inquiry: Inquiry): RevocationStatus {
  const key = keyOf(certificate)
  if (inquiry.open.has(key)) return LOOP
  const known = inquiry.answered.get(key)
  if (known) return known
  inquiry.open.add(key)
  const status = weigh(statements(certificate, issuer, inquiry))
  inquiry.open.delete(key)
  inquiry.answered.set(key, status)
  return status
}

/** What every piece of evidence says. A malformed part of a certificate or list makes the whole unknown. */
function statements(certificate: Certificate, issuer: Certificate, inquiry: Inquiry): RevocationStatus[] {
  const { question } = inquiry
  const stillGood = (responder: Certificate) => holds(responder, statusOf(responder, issuer, inquiry))
  try {
    return [
      ...statusesByOcsp(certificate, { issuer, question, stillGood }),
      statusByCrls(certificate, { question, signerOf: (crl) => signerOf(crl, [certificate, issuer], inquiry) }),
    ]
  } catch (error) {
    if (!(error instanceof DerProblem)) throw error
    return [{ status: 'unknown', why: [error.message] }]
  }
}

/** A revocation for good outweighs everything; between the rest the newest evidence decides. */
function weigh(found: RevocationStatus[]): RevocationStatus {
  const final = found.find((one) => one.status === 'revoked' && one.reason !== 'certificateHold')
  if (final) return final
  const said = found.filter((one) => one.status !== 'unknown')
  const [newest] = said.toSorted((a, b) => b.by.thisUpdate.getTime() - a.by.thisUpdate.getTime())
  return newest ?? { status: 'unknown', why: found.flatMap((one) => (one.status === 'unknown' ? one.why : [])) }
}

/** The status lets a signer of evidence pass: good, or nothing to ask. */
function holds(certificate: Certificate, status: RevocationStatus): boolean {
  return status.status === 'good' || (status.status === 'unknown' && !namesRevocationSource(certificate))
}

/** The issuer of the certificate in question, else whoever has the list's name and leads to the same anchor. */
function signerOf(crl: Crl, [certificate, issuer]: [Certificate, Certificate], inquiry: Inquiry): Certificate | null {
  const { path, question, signers } = inquiry
  if (mayHaveSigned(crl, issuer, inquiry)) return issuer
  if (signers.has(crl)) return signers.get(crl)!
  const others = [...path, ...question.pool].filter((candidate) => mayHaveSigned(crl, candidate, inquiry))
  const found = others.find((candidate) => isVouchedFor(candidate, certificate, inquiry)) ?? null
  if (inquiry.open.size <= 1) signers.set(crl, found)
  return found
}

function mayHaveSigned(
  { issuerDer, scheme, tbsDer, signature }: Crl,
  candidate: Certificate,
  inquiry: Inquiry,
): boolean {
  if (!sameName(issuerDer, candidate.subjectDer) || !allowsUsage(candidate, KEY_USAGE.crlSign)) return false
  const key = candidate.publicKey()
  if (!scheme || scheme.hash === 'md5' || !key || inquiry.budget-- <= 0) return false
  return verifySignature(scheme, key, tbsDer, signature)
}

/**
 * A signer of lists beside the path must have a path of its own to the same anchor, and not be revoked (RFC 5280 6.3.3 f).
 * Its own certificate may be on the list that it signs; longer circles prove nothing.
 */
function isVouchedFor(signer: Certificate, certificate: Certificate, inquiry: Inquiry): boolean {
  const { path, question, open } = inquiry
  const anchor = path.at(-1)!
  if (signer.der.equals(anchor.der)) return true
  const itself = signer.der.equals(certificate.der)
  if (!itself && open.has(keyOf(signer))) return false
  const found = buildPath(signer, [...question.pool, ...path], [anchor], question.at)
  if (!found || found.findings.length > 0) return false
  const asked = found.path.slice(itself ? 1 : 0)
  return asked.slice(0, -1).every((one, i) => holds(one, statusOf(one, asked[i + 1]!, inquiry)))
}
