import { answerOcsp, type OcspResponder } from '#server/signing/demo-authority/answer-ocsp.ts'
import { issueCrl, type CrlWish } from '#server/signing/demo-authority/issue-crl.ts'
import type { Revocations } from '#server/signing/demo-authority/revocations.ts'
import { issueDemoResponder } from '#server/signing/demo-pki.ts'
import { askOcsp, type OcspQuestion } from '#server/signing/revocation/ask-ocsp.ts'
import { readCrl } from '#server/signing/revocation/read-crl.ts'
import { readOcsp } from '#server/signing/revocation/read-ocsp.ts'
import type { RevocationQuestion, RevocationStatus } from '#server/signing/revocation/revocation-context.ts'
import { revocationOfPath } from '#server/signing/revocation/revocation-of-path.ts'
import { parseCertificate, type Certificate } from '#server/signing/x509/certificate.ts'
import { at, authority, ecdsa, leader } from './signing-desk.ts'

export const root = parseCertificate(authority.root)
export const sub = parseCertificate(authority.sub)
export const subject = parseCertificate(leader.certificate)
export const responder = issueDemoResponder(authority, at)
export const hour_ms = 3600 * 1000
export const later = (hours: number) => new Date(at.getTime() + hours * hour_ms)
export const nobody: Revocations = new Map()
export const revoked = (reason: 'keyCompromise' | 'certificateHold' = 'keyCompromise', when = later(-2)): Revocations =>
  new Map([[subject.serialHex, { at: when, reason }]])

type OcspWish = { revoked?: Revocations; at?: Date; by?: OcspResponder; ask?: Partial<OcspQuestion> }

/** An OCSP answer about the leader's certificate, made now and good for an hour. */
export function ocspBytes(wish: OcspWish = {}): Buffer {
  const request = askOcsp({ certificates: [{ certificate: subject, issuer: sub }], ...wish.ask })
  const state = { at: wish.at ?? at, lasts_ms: hour_ms, revoked: wish.revoked ?? nobody, issued: () => true }
  return answerOcsp(request, wish.by ?? responder, state)
}
export const ocsp = (wish: OcspWish = {}) => readOcsp(ocspBytes(wish))

/** A list of the authority below the root, made now and good for an hour. */
export function crlBytes(wish: Partial<CrlWish> = {}): Buffer {
  return issueCrl({ number: 1, thisUpdate: at, nextUpdate: later(1), revoked: nobody, ...wish }, authority.issuer)
}
export const crl = (wish: Partial<CrlWish> = {}) => readCrl(crlBytes(wish))

/** The leader's status by the given evidence. */
export function status(question: Partial<RevocationQuestion>, leaf: Certificate = subject): RevocationStatus {
  return revocationOfPath([leaf, sub, root], { at, ocsp: [], crls: [], pool: [], ...question })[0]!
}

/** The authority itself as a responder. */
export const issuerAnswers: OcspResponder = {
  key: authority.issuer.key,
  scheme: ecdsa,
  certificate: authority.sub,
  issuer: sub,
}
