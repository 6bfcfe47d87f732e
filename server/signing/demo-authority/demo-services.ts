import { randomBytes, type KeyObject } from 'node:crypto'
import type { InProcess, OutsideRequest } from '../outside/outside.ts'
import { parseCertificate } from '../x509/certificate.ts'
import type { Issuer } from '../x509/issue-certificate.ts'
import type { ServiceAddresses } from '../x509/service-addresses.ts'
import { answerOcsp, type OcspResponder } from './answer-ocsp.ts'
import { answerTimestamp, type TimestampAuthority } from './answer-timestamp.ts'
import { issueCrl } from './issue-crl.ts'
import type { Revocations } from './revocations.ts'

/** A host of no network (RFC 2606): the demonstration's certificates name it, and this process answers for it. */
export const DEMO_PKI_HOST = 'pki.demo.invalid'

const address = (path: string) => `http://${DEMO_PKI_HOST}${path}`
export const DEMO_TSA_URL = address('/pki/tsa')

/** What certificates below the demonstration's lower authority name, and what that authority's own names. */
export const DEMO_ADDRESSES: Record<'signer' | 'authority', ServiceAddresses> = {
  signer: { ocsp: [address('/pki/ocsp')], issuers: [address('/pki/ca.cer')], crls: [address('/pki/ca.crl')] },
  authority: { ocsp: [], issuers: [address('/pki/root.cer')], crls: [address('/pki/root.crl')] },
}

/** Everything that the demonstration's authority needs to answer: its keys, its certificates, whom it certified. */
export interface DemoPki {
  root: { certificate: Buffer; issuer: Issuer }
  sub: { certificate: Buffer; issuer: Issuer }
  responder: { key: KeyObject; certificate: Buffer }
  tsa: { key: KeyObject; certificate: Buffer; policy: string }
  /** Serial numbers of the certificates that the lower authority issued, hexadecimal. */
  issued: ReadonlySet<string>
  revoked: Revocations
}

type Answer = Awaited<ReturnType<InProcess>>
const HOUR_MS = 3600 * 1000

/**
 * The demonstration's certificate services: OCSP responder, revocation lists, issuers' certificates and time-stamp authority,
 * from request to answer, at the instant that `now` gives. They say what is so of certificates that are trusted
 * nowhere but in the demonstration. A path that is none is answered with 404.
 */
export function demoServices(pki: DemoPki, now: () => Date): InProcess {
  return async (request) => {
    const { pathname } = new URL(request.url)
    return request.body ? posted(pathname, request, pki, now()) : got(pathname, pki, now())
  }
}

const reply = (type: string, bytes: Buffer): Answer => ({ status: 200, type, bytes })
const absent: Answer = { status: 404, type: 'text/plain', bytes: Buffer.alloc(0) }

function posted(path: string, { body }: OutsideRequest, pki: DemoPki, at: Date): Answer {
  const bytes = body?.bytes ?? Buffer.alloc(0)
  if (path === '/pki/ocsp')
    return reply('application/ocsp-response', answerOcsp(bytes, responderOf(pki), stateOf(pki, at)))
  if (path !== '/pki/tsa') return absent
  const moment = { at, serial: Buffer.concat([Buffer.from([1]), randomBytes(15)]) }
  return reply('application/timestamp-reply', answerTimestamp(bytes, authorityOf(pki), moment))
}

function got(path: string, pki: DemoPki, at: Date): Answer {
  const question = /^\/pki\/ocsp\/([^/]{1,1000})$/.exec(path)?.[1]
  if (question !== undefined) {
    const bytes = Buffer.from(decodeURIComponent(question), 'base64')
    return reply('application/ocsp-response', answerOcsp(bytes, responderOf(pki), stateOf(pki, at)))
  }
  return files(pki, at)[path]?.() ?? absent
}

function files({ root, sub, revoked }: DemoPki, at: Date): Record<string, () => Answer> {
  const list = (issuer: Issuer, gone: Revocations) =>
    reply('application/pkix-crl', issueCrl({ ...period(at), revoked: gone }, issuer))
  return {
    '/pki/root.cer': () => reply('application/pkix-cert', root.certificate),
    '/pki/ca.cer': () => reply('application/pkix-cert', sub.certificate),
    '/pki/root.crl': () => list(root.issuer, new Map()),
    '/pki/ca.crl': () => list(sub.issuer, revoked),
  }
}

/** A list's number grows with its time and has no state of its own. */
function period(at: Date) {
  return { number: Math.floor(at.getTime() / 1000), thisUpdate: at, nextUpdate: new Date(at.getTime() + 24 * HOUR_MS) }
}

const SCHEME = { kind: 'ecdsa', hash: 'sha256' } as const

function responderOf({ responder, sub }: DemoPki): OcspResponder {
  return { ...responder, scheme: SCHEME, issuer: parseCertificate(sub.certificate) }
}

function authorityOf({ tsa, sub }: DemoPki): TimestampAuthority {
  return { key: tsa.key, scheme: SCHEME, policy: tsa.policy, certificates: [tsa.certificate, sub.certificate] }
}

function stateOf({ issued, revoked }: DemoPki, at: Date) {
  return { at, lasts_ms: HOUR_MS, revoked, issued: (serialHex: string) => issued.has(serialHex) }
}
