import { createHash } from 'node:crypto'
import { DerProblem } from '../asn1/der-problem.ts'
import type { Crl } from '../revocation/read-crl.ts'
import type { OcspAnswer } from '../revocation/read-ocsp.ts'
import { revocationOfPath } from '../revocation/revocation-of-path.ts'
import type { Certificate } from '../x509/certificate.ts'
import { serviceAddresses } from '../x509/service-addresses.ts'
import { fetchCrl } from './fetch-crl.ts'
import { fetchOcsp } from './fetch-ocsp.ts'
import type { KeptEvidence } from './kept-evidence.ts'
import { OutsideProblem } from './outside-problem.ts'
import type { Outside } from './outside.ts'

/** What was fetched for a path, parsed and with its bytes, and what went wrong on the way. */
export interface FetchedEvidence {
  ocsp: OcspAnswer[]
  crls: Crl[]
  problems: string[]
}

/** The way outside, what is still known from before, and the present. */
export interface Fetching {
  outside: Outside
  kept: KeptEvidence
  at: Date
}

/**
 * Fetches revocation evidence for each certificate of a path (end entity first, trust anchor last): OCSP where the
 * certificate names a responder, its lists where that leaves the status unknown. Never rejects: what cannot be had is
 * told in `problems`, and the status stays unknown.
 */
export async function fetchRevocation(path: Certificate[], fetching: Fetching): Promise<FetchedEvidence> {
  const found: FetchedEvidence = { ocsp: [], crls: [], problems: [] }
  for (let i = 0; i < path.length - 1; i++) await fetchFor(path.slice(i), fetching, found)
  return found
}

/** Asks one service after the other for the first certificate of the path, until its status is known. */
async function fetchFor(path: Certificate[], fetching: Fetching, found: FetchedEvidence): Promise<void> {
  for (const { key, url, into, fetch } of services(path, fetching, found)) {
    if (isKnown(path, found, fetching.at)) return
    const kept = fetching.kept.get(key, fetching.at)
    const evidence = kept ?? (await fetch().catch((error: unknown) => noted(error, url, found)))
    if (!evidence) continue
    into.push(evidence)
    // Whoever stands between can make up an answer, but none that makes the status known: only such are kept.
    if (!kept && isKnown(path, found, fetching.at)) fetching.kept.put(key, evidence)
  }
}

interface Service {
  key: string
  url: string
  into: (OcspAnswer | Crl)[]
  fetch: () => Promise<OcspAnswer | Crl>
}

function services(path: Certificate[], { outside }: Fetching, found: FetchedEvidence): Service[] {
  const [certificate, issuer] = path as [Certificate, Certificate]
  const { ocsp, crls } = serviceAddresses(certificate)
  const question = { certificates: [{ certificate, issuer }] }
  const name = createHash('sha256').update(certificate.der).digest('hex')
  return [
    ...ocsp.map((url) => ({
      key: `${url} ${name}`,
      url,
      into: found.ocsp as Service['into'],
      fetch: () => fetchOcsp(outside, url, question),
    })),
    ...crls.map((url) => ({ key: url, url, into: found.crls as Service['into'], fetch: () => fetchCrl(outside, url) })),
  ]
}

function isKnown(path: Certificate[], { ocsp, crls }: FetchedEvidence, at: Date): boolean {
  return revocationOfPath(path, { at, ocsp, crls, pool: [] })[0]?.status !== 'unknown'
}

function noted(error: unknown, url: string, found: FetchedEvidence): null {
  if (!(error instanceof OutsideProblem) && !(error instanceof DerProblem)) throw error
  found.problems.push(`${url}: ${error.message}`)
  return null
}
