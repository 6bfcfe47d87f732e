import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { batchesAtRest } from '#server/documents/door.ts'
import { servedRoutes } from '#test/architecture/all-rights.ts'
import { giveKeys } from '#test/documents/outgoing-desk.ts'
import { openRoomWorld, pages } from '#test/meetings/room-world.ts'
import { sendAct } from './acts/act.ts'
import { allActs } from './acts/all-acts.ts'
import { contentOf } from './content.ts'

// The same command sent again, at once or later, has one effect and one answer; the same operation id for something else has none.

const room = await openRoomWorld()
beforeAll(() => giveKeys(room))

/**
 * The steps of a signing whose key answers later need that key: each is repeated in `test/documents/slow-signing-repeats.test.ts` (preparing,
 * sending a code, cancelling; at once and later, under one operation and under others), completing and returning a file in
 * `slow-signing.test.ts` and `agent-signing.test.ts`.
 */
const inSteps = /\/(prepare-signing|send-signing-code|complete-signing|cancel-signing|signing-agent\/:ticket)$/

test('every route that changes something is tried here', () => {
  const changing = servedRoutes(room.app)
    .filter((route) => !/^GET|\/api\/(session|signature-checks.*)$/.test(route))
    .filter((route) => !inSteps.test(route))
  expect(changing.map((route) => route.replace('/api', ''))).toEqual(Object.keys(allActs).sort())
})

type Refused = { error?: { reason: string } }
const otherPaper = await pages(2)

/** A body that asks for something else: an operation id belongs to what was asked, not to the route. */
const different = {
  revision: 77,
  reason: 'khác',
  note: 'khác',
  settings: { khac: 1 },
  subject: 'khác',
  title: 'khác',
  choice: 'no',
  retryFailed: true,
}
const otherPapers = { items: [{ documentId: randomUUID(), revision: 1, fileSha256: 'a'.repeat(64) }] }

const valueOf = ({ status, text }: { status: number; text: string }) => [status, JSON.parse(text) as unknown]

test.each(Object.entries(allActs))('%s', { timeout: 60_000 }, async (route, make) => {
  const act = await make(room)
  const key = randomUUID()
  const atOnce = await Promise.all([1, 2, 3].map(() => sendAct(room, { route, act, key })))
  const answer = valueOf(atOnce[0]!)
  expect(answer).toEqual([200, answer[1]])
  for (const repeat of atOnce) expect(valueOf(repeat)).toEqual(answer)

  await batchesAtRest(room.house)
  const after = await contentOf(room.house.sql)
  expect(valueOf(await sendAct(room, { route, act, key }))).toEqual(answer)
  expect(await contentOf(room.house.sql)).toEqual(after)

  const elsewise = act.upload
    ? { upload: otherPaper }
    : { body: { ...act.body, ...different, ...(route === 'POST /signing-batches' ? otherPapers : {}) } }
  const reused = await sendAct(room, { route, act: { ...act, ...elsewise }, key })
  expect([reused.status, (JSON.parse(reused.text) as Refused).error?.reason]).toEqual([409, 'key_reused'])
  expect(await contentOf(room.house.sql)).toEqual(after)
})
