import { createHash } from 'node:crypto'
import type { House } from '#server/kernel/house.ts'
import { AuthorityProblem, type Authorities } from './authorities.ts'

/** A service that just failed is not waited for again so soon: a thousand files must not each lose its patience. */
const REST_MS = 45 * 1000

type Resting = Map<string, { until: Date; problem: AuthorityProblem }>
const resting = new WeakMap<House['clock'], Resting>()

/**
 * The same authorities for many files in a row: within three quarters of a minute after a failure, its reason is answered again without asking.
 * Revocation services rest by issuer. For work that comes back later anyhow.
 */
export function restingAuthorities(house: Pick<House, 'clock'>, authorities: Authorities): Authorities {
  const rests = resting.get(house.clock) ?? new Map<string, { until: Date; problem: AuthorityProblem }>()
  resting.set(house.clock, rests)
  const ask = <Answer>(name: string, question: () => Promise<Answer>) => orRest(house, { rests, name }, question)
  return {
    stamp: (imprint) => ask('timestamp', () => authorities.stamp(imprint)),
    status: (link) => ask(nameOf(link.issuer.der), () => authorities.status(link)),
  }
}

const nameOf = (issuer: Uint8Array) => createHash('sha256').update(issuer).digest('hex')

async function orRest<Answer>(
  { clock }: Pick<House, 'clock'>,
  { rests, name }: { rests: Resting; name: string },
  question: () => Promise<Answer>,
): Promise<Answer> {
  const rest = rests.get(name)
  if (rest && rest.until > clock.now()) throw rest.problem
  rests.delete(name)
  try {
    return await question()
  } catch (error) {
    if (error instanceof AuthorityProblem)
      rests.set(name, { until: new Date(clock.now().getTime() + REST_MS), problem: error })
    throw error
  }
}
