import { refuse } from '#server/kernel/refusal.ts'
import type { BallotView, Choice, PollResult, Share, VotingRule } from './screen.state.ts'

/** What a result is counted from. `present` are the voters who had checked in. */
export type Count = {
  yes: number
  no: number
  abstain: number
  eligible: number
  present: number
  /** The chair's own ballot, where the chair has a vote and cast it. */
  chairChoice: Choice | null
}

/** Counts ballots; `chairPostId` is the chair among the voters, if the chair has a vote. */
export function countBallots(
  ballots: readonly BallotView[],
  chairPostId: string | null,
): Pick<Count, Choice | 'chairChoice'> {
  const votes = (choice: Choice) => ballots.filter((ballot) => ballot.choice === choice).length
  const chair = ballots.find(({ postId }) => postId === chairPostId)
  return { yes: votes('yes'), no: votes('no'), abstain: votes('abstain'), chairChoice: chair?.choice ?? null }
}

/** Half a head counts as a whole one: 2/3 of 25 members are 17. @law LTCCQDP2015 art. 114.3 */
export function quorumNeeded(quorum: Share, eligible: number): number {
  return Math.ceil((eligible * quorum.numerator) / quorum.denominator)
}

/** The least number that is strictly more than the share: 13 of 24 or of 25. @law LTCCQDP2015 art. 117 */
export function votesNeeded(majority: Share, base: number): number {
  return Math.floor((base * majority.numerator) / majority.denominator) + 1
}

/** Refuses `quorum_not_met {present, needed}`: a decision of too few is none. @law LTCCQDP2015 art. 114.3 */
export function checkQuorum(rule: VotingRule, { eligible, present }: { eligible: number; present: number }): void {
  const needed = quorumNeeded(rule.quorum, eligible)
  if (present < needed) refuse('conflict', 'quorum_not_met', { present, needed })
}

/**
 * The result by the frozen rule. The majority is counted over all members or over those present; as many for as against
 * go with the chair where the rule says so and asks for no more than half.
 * @law LTCCQDP2015 art. 117
 */
export function resultOf(rule: VotingRule, count: Count): PollResult {
  const base = rule.majorityOf === 'all_members' ? count.eligible : count.present
  const needed = votesNeeded(rule.majority, base)
  const least = quorumNeeded(rule.quorum, count.eligible)
  const { chairChoice: _, ...counted } = count
  return { ...counted, needed, quorumNeeded: least, ...verdict(rule, count, { needed, least }) }
}

type Verdict = Pick<PollResult, 'outcome' | 'settledBy'>

function verdict(rule: VotingRule, count: Count, { needed, least }: { needed: number; least: number }): Verdict {
  if (count.present < least) return { outcome: 'rejected', settledBy: 'quorum' }
  if (count.yes >= needed) return { outcome: 'passed', settledBy: 'majority' }
  if (chairSettles(rule, count))
    return { outcome: count.chairChoice === 'yes' ? 'passed' : 'rejected', settledBy: 'chair' }
  return { outcome: 'rejected', settledBy: 'majority' }
}

/** Only a chair who took a side settles a tie, and never against a majority of more than half. */
function chairSettles(rule: VotingRule, { yes, no, chairChoice }: Count): boolean {
  const asksForHalf = rule.majority.numerator * 2 === rule.majority.denominator
  const tookSide = chairChoice === 'yes' || chairChoice === 'no'
  return rule.tie === 'chair_decides' && asksForHalf && yes === no && tookSide
}

/** What the box knows of a cast before it writes. */
export type CastCase = {
  pollState: 'open' | 'closed'
  mayChangeBallot: boolean
  isVoter: boolean
  isCheckedIn: boolean
  /** What this operation id did before. */
  earlier: Choice | null
  /** The ballot that counts now. */
  current: Choice | null
  choice: Choice
}

/**
 * What becomes of a cast: `replay` gives the answer of the first time and writes nothing. A repeat is recognised before
 * everything else, so that an acknowledgement lost on the way is given again even after the close. Refuses
 * `key_reused` when the same operation id comes with another choice, `not_a_voter`, `poll_closed`, `not_checked_in` and,
 * where the rule forbids a change, `already_voted`.
 */
export function judgeCast(cast: CastCase): 'write' | 'replay' {
  if (cast.earlier !== null) return cast.earlier === cast.choice ? 'replay' : refuse('conflict', 'key_reused')
  if (!cast.isVoter) refuse('forbidden', 'not_a_voter')
  if (cast.pollState === 'closed') refuse('conflict', 'poll_closed')
  if (!cast.isCheckedIn) refuse('conflict', 'not_checked_in')
  if (cast.current !== null && !cast.mayChangeBallot) refuse('conflict', 'already_voted')
  return 'write'
}
