import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { serverSecret } from '../server-secret.ts'
import type { UnkeptFinding } from '../verify-unkept.ts'

/** A finding about bytes that are not kept, with their name by content. */
export type SealedFinding = UnkeptFinding & { sha256: string; size_bytes: number }

const LASTS_MS = 60 * 60 * 1000
const DOT = '.'

/**
 * The finding as a text that the caller keeps in place of the server: only this installation can have made it, and it opens for
 * an hour. Nothing of the file but its hash and its certificates' facts is in it.
 */
export async function sealFinding(house: House, finding: SealedFinding): Promise<string> {
  const packed = deflateRawSync(JSON.stringify(finding)).toString('base64url')
  return packed + DOT + (await macOf(house, packed)).toString('base64url')
}

/** Opens it. Refuses `finding_unknown` for what this installation did not seal, and for what is older than an hour. */
export async function openFinding(house: House, sealed: string): Promise<SealedFinding> {
  const [packed = '', mac = ''] = sealed.split(DOT)
  const [given, due] = [Buffer.from(mac, 'base64url'), await macOf(house, packed)]
  if (given.length !== due.length || !timingSafeEqual(given, due)) refuse('invalid', 'finding_unknown')
  const finding = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString()) as SealedFinding
  const age_ms = house.clock.now().getTime() - Date.parse(finding.report.at)
  return age_ms > LASTS_MS ? refuse('invalid', 'finding_unknown') : finding
}

async function macOf(house: House, packed: string): Promise<Buffer> {
  const key = hkdfSync('sha256', await serverSecret(house.config.dataDir), '', 'finding of a signature check', 32)
  return createHmac('sha256', Buffer.from(key)).update(packed).digest()
}
