import { setTimeout } from 'node:timers/promises'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { type FetchedEvidence, fetchRevocation } from './outside/fetch-revocation.ts'
import { keepEvidence } from './outside/kept-evidence.ts'
import { outsideOfHouse } from './outside/outside-of-house.ts'
import type { RevocationStatus } from './revocation/revocation-context.ts'
import { revocationOfPath } from './revocation/revocation-of-path.ts'
import { markRevoked, type CertificateRow } from './key.queries.ts'
import { readCertificates } from './x509/certificate.ts'

/** Whoever has just typed a PIN waits for a service this long. */
const PATIENCE_S = 3
/** An answer, and a silence, are not asked for again so soon: fifty papers in a row ask once. */
const ANSWER_LASTS_MS = 5 * 60 * 1000
const SILENCE_LASTS_MS = 45 * 1000

const askedUntil = new WeakMap<House['clock'], Map<string, Date>>()

/**
 * Asks the services that a certificate names, before anything is prepared to be signed with it. One that is revoked for good is written
 * down as such and refused from then on, `certificate_revoked`; one that is on hold is refused while it is. A service that is silent
 * lets the signature through: that is for whoever verifies to weigh, and the archive copy asks again.
 */
export async function refuseRevoked(
  { house, actor }: { house: House; actor: Actor },
  certificate: CertificateRow,
): Promise<void> {
  const at = house.clock.now()
  const asked = askedUntil.get(house.clock) ?? new Map<string, Date>()
  askedUntil.set(house.clock, asked)
  if ((asked.get(certificate.id) ?? at) > at) return
  const status = await statusOf(house, certificate, at)
  if (status?.status !== 'revoked') {
    const lasts_ms = status?.status === 'unknown' ? SILENCE_LASTS_MS : ANSWER_LASTS_MS
    asked.set(certificate.id, new Date(at.getTime() + lasts_ms))
    return
  }
  if (status.reason !== 'certificateHold') await writeDown({ house, actor }, certificate, status)
  refuse('conflict', 'certificate_revoked', { at: status.since.toISOString() })
}

/** Null where the certificate came without its issuer: nobody's answer about it could be checked. */
async function statusOf(house: House, { pem, chainPem }: CertificateRow, at: Date): Promise<RevocationStatus | null> {
  const [own] = readCertificates(Buffer.from(pem))
  const [issuer] = readCertificates(Buffer.from(chainPem))
  if (!own || !issuer) return null
  const { config, clock } = house
  const patient = { ...config, outsideTimeout_s: Math.min(config.outsideTimeout_s, PATIENCE_S) }
  const { outside } = await outsideOfHouse({ config: patient, clock })
  const asking = fetchRevocation([own, issuer], { outside, kept: keepEvidence(), at })
  const { ocsp, crls, problems } = await Promise.race([asking, silenceAfter(PATIENCE_S * 1000)])
  if (problems.length > 0) house.log.warn({ problems }, 'a revocation service gave no answer before a signature')
  return revocationOfPath([own, issuer], { at, ocsp, crls, pool: [] })[0] ?? null
}

/** A certificate may name many services, each silent for its own time: together they are waited for no longer than one. */
async function silenceAfter(patience_ms: number): Promise<FetchedEvidence> {
  await setTimeout(patience_ms, undefined, { ref: false })
  return { ocsp: [], crls: [], problems: [`no answer within ${patience_ms} ms`] }
}

/** Committed before the refusal, so that it stays; journalled by whoever was first. */
async function writeDown(
  { house, actor }: { house: House; actor: Actor },
  { id, serial }: CertificateRow,
  { since, reason }: Extract<RevocationStatus, { status: 'revoked' }>,
): Promise<void> {
  await perform(house, actor, { key: null, intent: `revoked ${id}` }, async (work) => {
    if (!(await markRevoked(work.tx, id, since))) return
    const data = { serial, since: since.toISOString(), reason }
    work.record({ stream: `certificate:${id}`, act: 'certificate.revoked', data })
  })
}
