import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { BallotBox, Cast, Receipt } from '#server/meetings/ballot-box.ts'
import type { Choice } from '#server/meetings/screen.state.ts'

/** An open poll as the contract needs it, made anew for every test. */
export type PollUnderTest = {
  meetingId: string
  pollId: string
  voters: { postId: string; personId: string }[]
  /** Has a seat but no vote. */
  invited: { postId: string; personId: string }
  /** Has no seat. */
  stranger: { postId: string; personId: string }
  /** Has a vote but has not checked in. */
  absent: { postId: string; personId: string }
  close(): Promise<{ yes: number; no: number; abstain: number }>
  /** What is stored now. */
  ballots(): Promise<{ postId: string; choice: Choice }[]>
}

/**
 * The contract of `ballot-box.ts` as tests, for one kind of box. `boxes` opens two of them over the same polls, as two server
 * processes do; `poll` opens a vote of so many voters.
 */
export function describesBallotBox(
  boxes: () => readonly [BallotBox, BallotBox],
  poll: (voters: number, mayChange: boolean) => Promise<PollUnderTest>,
) {
  const [box, other] = boxes()
  const castOf = (of: PollUnderTest, who: { postId: string; personId: string }, choice: Choice): Cast => ({
    meetingId: of.meetingId,
    pollId: of.pollId,
    ...who,
    commandId: randomUUID(),
    choice,
  })
  const reasonOf = (casting: Promise<Receipt>) =>
    casting.then(
      () => 'taken',
      (refusal: { reason?: string; message: string }) => refusal.reason ?? refusal.message,
    )

  test('a receipt names what counts, and it is stored', async () => {
    const of = await poll(3, true)
    const cast = castOf(of, of.voters[0]!, 'abstain')
    expect(await box.cast(cast)).toMatchObject({ pollId: of.pollId, choice: 'abstain' })
    expect(await of.ballots()).toEqual([{ postId: cast.postId, choice: 'abstain' }])
  })

  test('repeated: the same answer, once stored, also when both come at once and after the close', async () => {
    const of = await poll(3, false)
    const cast = castOf(of, of.voters[0]!, 'yes')
    const [first, second, third] = await Promise.all([box.cast(cast), box.cast(cast), other.cast(cast)])
    expect([second, third]).toEqual([first, first])
    expect(await of.close()).toMatchObject({ yes: 1, no: 0, abstain: 0 })
    expect(await box.cast(cast)).toEqual(first)
  })

  test('the same operation id with another choice is refused', async () => {
    const of = await poll(3, true)
    const cast = castOf(of, of.voters[0]!, 'yes')
    await box.cast(cast)
    expect(await reasonOf(box.cast({ ...cast, choice: 'no' }))).toBe('key_reused')
    expect(await of.ballots()).toEqual([{ postId: cast.postId, choice: 'yes' }])
  })

  test('changed where the rule allows it; a late repeat of the first does not turn it back', async () => {
    const of = await poll(3, true)
    const first = castOf(of, of.voters[0]!, 'yes')
    const second = castOf(of, of.voters[0]!, 'no')
    const receipt = await box.cast(first)
    await box.cast(second)
    expect(await box.cast(first)).toEqual(receipt)
    expect(await of.ballots()).toEqual([{ postId: first.postId, choice: 'no' }])
  })

  test('not changed where the rule forbids it, whichever device and process it comes through', async () => {
    const of = await poll(3, false)
    const [yes, no] = [castOf(of, of.voters[0]!, 'yes'), castOf(of, of.voters[0]!, 'no')]
    const outcomes = await Promise.all([reasonOf(box.cast(yes)), reasonOf(other.cast(no))])
    expect(outcomes.sort()).toEqual(['already_voted', 'taken'])
    expect(await of.ballots()).toHaveLength(1)
  })

  test('two devices at once never make two ballots', async () => {
    const of = await poll(20, true)
    const casts = of.voters.flatMap((voter) => [castOf(of, voter, 'yes'), castOf(of, voter, 'no')])
    await Promise.all(casts.map((cast, index) => (index % 2 === 0 ? box : other).cast(cast)))
    expect((await of.ballots()).map(({ postId }) => postId)).toEqual(of.voters.map(({ postId }) => postId).sort())
  })

  test('not one’s own: strangers find nothing, the invited have no vote, the absent check in first', async () => {
    const of = await poll(3, true)
    expect(await reasonOf(box.cast(castOf(of, of.stranger, 'yes')))).toBe('not_found')
    expect(await reasonOf(box.cast(castOf(of, of.invited, 'yes')))).toBe('not_a_voter')
    expect(await reasonOf(box.cast(castOf(of, of.absent, 'yes')))).toBe('not_checked_in')
    expect(await reasonOf(box.cast({ ...castOf(of, of.voters[0]!, 'yes'), pollId: randomUUID() }))).toBe('not_found')
    expect(await reasonOf(box.cast({ ...castOf(of, of.voters[0]!, 'yes'), meetingId: randomUUID() }))).toBe('not_found')
    expect(await of.ballots()).toEqual([])
  })

  test('alone: bad ballots in the same batch spoil nothing', async () => {
    const of = await poll(30, true)
    const good = of.voters.map((voter) => castOf(of, voter, 'yes'))
    const bad = [castOf(of, of.stranger, 'no'), castOf(of, of.invited, 'no'), castOf(of, of.absent, 'no')]
    const outcomes = await Promise.all([...bad, ...good].map((cast) => reasonOf(box.cast(cast))))
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(30)
    expect(await of.ballots()).toHaveLength(30)
  })

  test('closed: what was acknowledged is counted, what was refused is not, under fire from two boxes', async () => {
    const of = await poll(300, true)
    const casting = of.voters.map(async (voter, index) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 120))
      return reasonOf((index % 2 === 0 ? box : other).cast(castOf(of, voter, 'yes')))
    })
    await new Promise((resolve) => setTimeout(resolve, 60))
    const { yes } = await of.close()
    const outcomes = await Promise.all(casting)
    expect(['taken', 'poll_closed']).toEqual(expect.arrayContaining([...new Set(outcomes)]))
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(yes)
    expect(await of.ballots()).toHaveLength(yes)
    expect(await reasonOf(box.cast(castOf(of, of.voters[0]!, 'no')))).toMatch(/poll_closed/)
  })

  test('1 000 ballots at once: every one acknowledged, none lost, none double', async () => {
    const of = await poll(1000, false)
    const choices: Choice[] = ['yes', 'no', 'abstain']
    const casts = of.voters.map((voter, index) => castOf(of, voter, choices[index % 3]!))
    const receipts = await Promise.all(casts.map((cast) => box.cast(cast)))
    expect(receipts.map(({ choice }) => choice)).toEqual(casts.map(({ choice }) => choice))
    expect(await of.ballots()).toHaveLength(1000)
    expect(await of.close()).toMatchObject({ yes: 334, no: 333, abstain: 333 })
  })
}
