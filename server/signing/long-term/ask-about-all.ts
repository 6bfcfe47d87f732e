import type { House } from '#server/kernel/house.ts'
import { outsideOfHouse } from '../outside/outside-of-house.ts'
import type { Link } from '../verify/check-chain.ts'
import { AuthorityProblem, type Authorities, type RevocationAnswer } from './authorities.ts'
import { outsideAuthorities } from './outside-authorities.ts'

/** More certificates than this in one file are not asked about: a foreign file must not make the house call the world. */
const MAX_ASKED = 12

/**
 * Revocation answers about these certificates, as far as the configured services give them; a service that fails or may
 * not be asked leaves its certificate without one. All are asked at once, so that silence costs the time of one question.
 * Never rejects for a service.
 */
export async function askAboutAll(house: House, wanted: Link[]): Promise<{ ocsps: Buffer[]; crls: Buffer[] }> {
  const found: { ocsps: Buffer[]; crls: Buffer[] } = { ocsps: [], crls: [] }
  const links = new Map(wanted.map((link) => [link.certificate.der.toString('base64'), link]))
  if (links.size === 0) return found
  const authorities = outsideAuthorities({ ...(await outsideOfHouse(house)), now: () => house.clock.now() })
  const asked = [...links.values()].slice(0, MAX_ASKED).map((link) => askOrNothing(house, authorities, link))
  for (const answer of await Promise.all(asked)) if (answer) found[answer.kind].push(answer.der)
  return found
}

async function askOrNothing(house: House, authorities: Authorities, link: Link): Promise<RevocationAnswer | null> {
  try {
    return await authorities.status(link)
  } catch (error) {
    if (!(error instanceof AuthorityProblem)) throw error
    house.log.warn({ reason: error.message }, 'a revocation service gave no answer')
    return null
  }
}
