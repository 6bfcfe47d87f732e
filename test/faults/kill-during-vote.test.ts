import { randomInt, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ballotCommands, ballots } from '#db/meetings/schema.ts'
import { startSession } from '#server/identity/sessions.ts'
import { systemClock } from '#server/kernel/clock.ts'
import type { Choice } from '#server/meetings/screen.state.ts'
import { inventVoters, pollOf } from '#test/meetings/many-voters.ts'
import { openRoomWorld } from '#test/meetings/room-world.ts'
import { auditOf, type Device, openDevice, rounds, startServer } from './server-process.ts'

/*
 * 300 people vote, change their minds and send twice, while the server is killed again and again. V1: what was acknowledged
 * counts. V2: nobody counts twice. A1: the journal stays whole. L1: everybody gets an answer.
 */

const voterCount = 300
const castsOfEach = 3
const choices: Choice[] = ['yes', 'no', 'abstain']

const room = await openRoomWorld()
const voters = await inventVoters(room, voterCount)
const poll = await pollOf(room, voters, true)
const ground = { databaseUrl: room.url, dataDir: room.house.config.dataDir }
const server = await startServer(ground)

/** What a voter's own device has written down: each ballot that the server said it has. */
type Journal = { postId: string; acknowledged: { key: string; choice: Choice }[]; attempts: number }

async function deviceOf(postId: string, personId: string): Promise<Device> {
  const now = { ...room.house, clock: systemClock }
  const token = await startSession(now, room.house.db, { personId, postId, userAgent: '', address: '' })
  return openDevice(() => server.url, `sid=${token}`)
}

async function vote({ postId, personId }: { postId: string; personId: string }): Promise<Journal> {
  const device = await deviceOf(postId, personId)
  const journal: Journal = { postId, acknowledged: [], attempts: 0 }
  for (let nth = 0; nth < castsOfEach; nth += 1) {
    await sleep(randomInt(1500))
    const [key, choice] = [randomUUID(), choices[randomInt(3)]!]
    const path = `/meetings/${poll.meetingId}/polls/${poll.pollId}/ballot`
    const cast = () => device.sendUntilAnswered('POST', path, { key, body: { choice } })
    const answers = await Promise.all(randomInt(10) === 0 ? [cast(), cast()] : [cast()])
    for (const { status, body, attempts } of answers) {
      expect([status, body['choice']], JSON.stringify(body)).toEqual([200, choice])
      journal.attempts += attempts
    }
    journal.acknowledged.push({ key, choice })
  }
  return journal
}

test(
  `${voterCount} voters lose nothing and count once, however often the server is killed`,
  { timeout: 120_000 },
  async () => {
    let over = false
    const voting = Promise.all(voters.map(vote)).finally(() => (over = true))
    const back_ms: number[] = []
    for (let round = 0; round < rounds && !over; round += 1) {
      await sleep(300 + randomInt(700))
      await server.kill()
      const from = performance.now()
      await server.start()
      back_ms.push(Math.round(performance.now() - from))
    }
    const journals = await voting
    const repeats = journals.reduce((sum, { attempts }) => sum + attempts - castsOfEach, 0)
    console.log(`server back after ms: ${back_ms.join(' ')}; ${repeats} casts were sent again`)
    expect(repeats, 'no kill came in the middle of anything').toBeGreaterThan(0)

    const { db } = room.house
    const counted = await db.select().from(ballots).where(eq(ballots.pollId, poll.pollId))
    const kept = await db.select().from(ballotCommands).where(eq(ballotCommands.pollId, poll.pollId))
    expect([counted.length, new Set(counted.map(({ postId }) => postId)).size]).toEqual([voterCount, voterCount])
    const byKey = new Map(kept.map(({ commandId, choice }) => [commandId, choice]))
    expect(kept).toHaveLength(voterCount * castsOfEach)
    const byPost = new Map(counted.map(({ postId, choice }) => [postId, choice]))
    for (const { postId, acknowledged } of journals) {
      for (const { key, choice } of acknowledged) expect(byKey.get(key)).toBe(choice)
      expect(byPost.get(postId)).toBe(acknowledged.at(-1)!.choice)
    }

    const result = await poll.close()
    const tally = (choice: Choice) =>
      journals.filter(({ acknowledged }) => acknowledged.at(-1)!.choice === choice).length
    expect(result).toMatchObject({ yes: tally('yes'), no: tally('no'), abstain: tally('abstain') })
    expect((await auditOf(ground)).faults).toEqual([])
  },
)
