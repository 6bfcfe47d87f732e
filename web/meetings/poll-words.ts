import type { Choice, PollResult, PollView, VotingRule } from '../../server/meetings/screen.state.ts'
import { voteTexts as t } from '../kernel/messages/meeting-vote.ts'
import type { IconName } from '../parts/icons.ts'
import type { Tone } from '../parts/tone.ts'

/** How a choice looks and what it is called, in the order of the buttons. */
export const choices: readonly { value: Choice; icon: IconName; tone: Tone; label: () => string }[] = [
  { value: 'yes', icon: 'check-circle', tone: 'ok', label: () => t.yes },
  { value: 'no', icon: 'cross-circle', tone: 'danger', label: () => t.no },
  { value: 'abstain', icon: 'minus', tone: 'calm', label: () => t.abstain },
]

/** The word for a choice. */
export function choiceWord(choice: Choice): string {
  return choices.find(({ value }) => value === choice)?.label() ?? ''
}

/** `quá 1/2 tổng số thành viên`: what a rule asks for. */
export function majorityWords({ majority, majorityOf }: VotingRule): string {
  const share = `${majority.numerator}/${majority.denominator}`
  return majorityOf === 'all_members' ? t.moreThanOfAll(share) : t.moreThanOfPresent(share)
}

/** The outcome in a word. */
export function outcomeWord({ outcome }: PollResult): string {
  return outcome === 'passed' ? t.passed : t.rejected
}

/** Why it came out so, where the count alone does not say. */
export function settledWords({ settledBy, present, quorumNeeded }: PollResult): string | undefined {
  if (settledBy === 'quorum') return t.settledByQuorum(present, quorumNeeded)
  return settledBy === 'chair' ? t.settledByChair : undefined
}

/** The result in one sentence, for reading out. */
export function resultSentence({ result }: PollView): string {
  if (!result) return ''
  return t.resultSentence(outcomeWord(result), result.yes, result.no, result.abstain)
}
