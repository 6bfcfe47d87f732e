import { afterAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { openGroupCommitBox } from '#server/meetings/group-commit-box.ts'
import { describesBallotBox } from './ballot-box.contract.ts'
import { inventVoters, pollOf } from './many-voters.ts'
import { openEar, openRoomWorld } from './room-world.ts'

const room = await openRoomWorld()
const voters = await inventVoters(room, 1000)
/** A second server process has its own pool. */
const elsewhere = openDatabase(room.url, { max: 5 })
afterAll(() => elsewhere.close())
const box = openGroupCommitBox(room.house)
const other = openGroupCommitBox({ ...room.house, ...elsewhere })
afterAll(() => Promise.all([box.settle(), other.settle()]))

describe('the group-commit box', () => {
  describesBallotBox(
    () => [box, other],
    (count, mayChange) => pollOf(room, voters.slice(0, count), mayChange),
  )

  test('tells the turnout of 1 000 ballots a few times, never once a ballot, and ends at the truth', async () => {
    const ear = await openEar(room)
    const of = await pollOf(room, voters, true)
    const told = await ear.during(async () => {
      await Promise.all(
        of.voters.map((voter) => box.cast({ ...of, ...voter, commandId: `turnout-${voter.postId}`, choice: 'yes' })),
      )
      await box.settle()
    })
    const turnouts = told.filter(({ type }) => type === 'poll.turnout').map(({ payload }) => payload['voted'])
    expect(turnouts.at(-1)).toBe(1000)
    expect(turnouts.length).toBeLessThan(20)
  })

  test('a database that goes away acknowledges nothing, and casting again is safe', async () => {
    const of = await pollOf(room, voters.slice(0, 5), false)
    const broken = openDatabase(room.url, { max: 1 })
    const failing = openGroupCommitBox({ ...room.house, ...broken })
    const casts = of.voters.map((voter) => ({
      ...of,
      ...voter,
      commandId: `again-${voter.postId}`,
      choice: 'yes' as const,
    }))
    await broken.close()
    const outcomes = await Promise.allSettled(casts.map((cast) => failing.cast(cast)))
    expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('rejected'))
    expect(await of.ballots()).toEqual([])
    await Promise.all(casts.map((cast) => box.cast(cast)))
    expect(await of.ballots()).toHaveLength(5)
  })
})
