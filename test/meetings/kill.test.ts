import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Cast } from '#server/meetings/ballot-box.ts'
import { openGroupCommitBox } from '#server/meetings/group-commit-box.ts'
import { inventVoters, pollOf } from './many-voters.ts'
import { openRoomWorld } from './room-world.ts'

const room = await openRoomWorld()
const voters = await inventVoters(room, 900)

/** Runs a server process that casts, and kills it when so many ballots were acknowledged; answers their operation ids. */
async function killedAfter(acknowledged: number, casts: Cast[]): Promise<Set<string>> {
  const child = fork(path.join(import.meta.dirname, 'casting.child.ts'), [room.url], { execArgv: [] })
  const seen = new Set<string>()
  const exited = once(child, 'exit')
  await once(child, 'message')
  child.on('message', (commandId: string) => {
    seen.add(commandId)
    if (seen.size === acknowledged) child.kill('SIGKILL')
  })
  child.send(casts)
  const [code, signal] = (await exited) as [number | null, string | null]
  expect([code, signal]).toEqual([null, 'SIGKILL'])
  return seen
}

test.each([1, 250, 600])(
  'killed after %i acknowledged ballots: none of them is lost, and casting again makes no double',
  async (count) => {
    const of = await pollOf(room, voters, false)
    const casts = of.voters.map((voter): Cast => {
      const { meetingId, pollId } = of
      return { meetingId, pollId, ...voter, commandId: `killed-${count}-${voter.postId}`, choice: 'yes' }
    })
    const acknowledged = await killedAfter(count, casts)
    const kept = new Set((await of.ballots()).map(({ postId }) => postId))
    const lost = casts.filter(({ commandId, postId }) => acknowledged.has(commandId) && !kept.has(postId))
    expect(lost).toEqual([])
    expect(kept.size).toBeLessThan(casts.length)
    const box = openGroupCommitBox(room.house)
    await Promise.all(casts.map((cast) => box.cast(cast)))
    await box.settle()
    expect(await of.close()).toMatchObject({ yes: casts.length, no: 0, abstain: 0 })
  },
)
