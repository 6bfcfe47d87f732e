import { fetchRevocation } from '../outside/fetch-revocation.ts'
import { fetchTimestamp } from '../outside/fetch-timestamp.ts'
import { keepEvidence } from '../outside/kept-evidence.ts'
import { OutsideProblem } from '../outside/outside-problem.ts'
import type { Outside } from '../outside/outside.ts'
import type { Link } from '../verify/check-chain.ts'
import { AuthorityProblem, type Authorities, type Imprint, type RevocationAnswer } from './authorities.ts'

/** The way outside, which time-stamp authority to ask, and the present. */
export interface WayToAuthorities {
  outside: Outside
  timestampUrl: string | null
  now(): Date
}

/** The services of the network: one time-stamp authority, and for revocation those that the certificates themselves name. */
export function outsideAuthorities(way: WayToAuthorities): Authorities {
  return { stamp: (imprint) => stamp(way, imprint), status: (link) => status(way, link) }
}

async function stamp({ outside, timestampUrl }: WayToAuthorities, { hash, digest }: Imprint): Promise<Buffer> {
  if (timestampUrl === null) throw new AuthorityProblem('timestamp', 'no time-stamp authority is configured')
  if (hash === 'md5' || hash === 'sha1') throw new AuthorityProblem('timestamp', `${hash} is not stamped`)
  try {
    const answer = await fetchTimestamp(outside, timestampUrl, { hash, imprint: digest })
    if (answer.token) return answer.token
    throw new AuthorityProblem('timestamp', `${answer.problem.code}: ${answer.problem.detail}`)
  } catch (error) {
    if (error instanceof OutsideProblem) throw new AuthorityProblem('timestamp', `${error.code}: ${error.message}`)
    throw error
  }
}

async function status({ outside, now }: WayToAuthorities, link: Link): Promise<RevocationAnswer> {
  const fetching = { outside, kept: keepEvidence(), at: now() }
  const { ocsp, crls, problems } = await fetchRevocation([link.certificate, link.issuer], fetching)
  const [answer, list] = [ocsp.at(-1), crls.at(-1)]
  if (list) return { kind: 'crls', der: list.der }
  if (answer) return { kind: 'ocsps', der: answer.der }
  throw new AuthorityProblem('revocation', problems.join('; ') || 'the certificate names no service that answers')
}
