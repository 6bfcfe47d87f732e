import type { House } from '#server/kernel/house.ts'
import { signatureImprint } from '../embed-signature.ts'
import { outsideOfHouse } from '../outside/outside-of-house.ts'
import { AuthorityProblem } from './authorities.ts'
import { outsideAuthorities } from './outside-authorities.ts'

/** An authority that just failed is not waited for again so soon: many signatures must not each lose its patience. */
const REST_MS = 60 * 1000
let restsUntil_ms = 0
/** A larger token could outgrow the place that a signature has in its file. */
const LARGEST_TOKEN_BYTES = 8 * 1024

/**
 * A time-stamp over a signature value by the house's time-stamp authority; null where none is configured or it does not
 * answer, for a signature is never lost or held up for its time-stamp. Never call it inside a transaction.
 */
export async function stampSignature(house: House, signature: Uint8Array): Promise<Buffer | null> {
  if (Date.now() < restsUntil_ms) return null
  const way = await outsideOfHouse(house)
  if (way.timestampUrl === null) return null
  try {
    const authorities = outsideAuthorities({ ...way, now: () => house.clock.now() })
    const token = await authorities.stamp(signatureImprint(signature))
    return token.length <= LARGEST_TOKEN_BYTES ? token : null
  } catch (error) {
    if (!(error instanceof AuthorityProblem)) throw error
    restsUntil_ms = Date.now() + REST_MS
    house.log.warn({ reason: error.message }, 'no time-stamp for a signature')
    return null
  }
}
