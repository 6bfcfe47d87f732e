import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { giveKeys } from '#test/documents/outgoing-desk.ts'
import { openRoomWorld } from '#test/meetings/room-world.ts'
import { type Act, type MakeAct, sendAct } from './acts/act.ts'
import { allActs } from './acts/all-acts.ts'
import { contentOf } from './content.ts'
import { junk, killers, placesIn, withAt } from './junk.ts'

// Whatever a body says: it is done, or refused in both languages with nothing changed. It is never a bug of ours.

const room = await openRoomWorld()
beforeAll(() => giveKeys(room))

/** Runs per route; more for a long night: FUZZ_RUNS=1000. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 20)
const seed = Number(process.env['FUZZ_SEED'] ?? 20200623)

/** Fields that a request may leave out and that are tried all the same. */
const unsaid: Record<string, Record<string, unknown>> = {
  'POST /documents': {
    circulation: 'normal',
    copyLines: [],
    sourceFileId: null,
    answersArrivalId: null,
    classification: null,
  },
  'PUT /documents/:id': { circulation: 'normal', copyLines: [], sourceFileId: null, answersArrivalId: null },
  'POST /arrivals/:id/register': { bookId: null, confirmInvalid: true },
  'POST /arrivals/:id/direction': { lateReason: null },
  'POST /assignments/:id/assign': { lateReason: null },
  'POST /assignments/:id/finish': { replyDocumentId: null },
  'POST /tasks/:id/progress': { documentId: null },
  'POST /tasks/:id/done': { documentId: null },
  'POST /meetings/:id/items/:itemId/papers': { fileId: null },
}

/** Routes that read no body take anything for it; the description of the API says which read one. */
function readsBody(route: string): boolean {
  const [method, path] = route.split(' ') as [string, string]
  const described = `/api${path.replace(/:(\w+)/g, '{$1}')}`
  return spec.paths[described]?.[method.toLowerCase()]?.requestBody !== undefined
}
type Spec = { paths: Record<string, Record<string, { requestBody?: unknown }>> }
const spec = (await (await room.app.request('/api/openapi.json')).json()) as Spec
const withBodies = Object.entries(allActs).filter(([route]) => readsBody(route))

type Case = [place: (string | number)[], put: unknown]

const bodyOf = (route: string, act: Act, [place, put]: Case) => withAt({ ...act.body, ...unsaid[route] }, place, put)

test.each(withBodies)('%s', { timeout: 120_000 }, async (route, make) => {
  const first = await make(room)
  // A wrong PIN is counted, which is a change; it has tests of its own.
  const places = placesIn({ ...first.body, ...unsaid[route] }).filter((place) => place[0] !== 'pin')
  const random = fc.sample(fc.tuple(fc.constantFrom(...places), junk), { numRuns: runs, seed })
  const cases = [...places.flatMap((place) => killers.map((put): Case => [place, put])), ...random]
  const refused = await refusedOf(route, { act: first, make, cases })

  const act = await make(room)
  await room.cookieOf(act.userName)
  const before = await contentOf(room.house.sql)
  for (const one of refused) {
    const { status } = await sendAct(room, { route, act: { ...act, body: bodyOf(route, act, one) } as Act })
    expect(status, `done this time: ${JSON.stringify(one).slice(0, 300)}`).toBeGreaterThanOrEqual(400)
  }
  expect(await contentOf(room.house.sql), `one of ${JSON.stringify(refused).slice(0, 3000)}`).toEqual(before)
})

/** Sends every case and answers those that were refused, each in a proper way; after one that was done a new thing is made. */
async function refusedOf(route: string, of: { act: Act; make: MakeAct; cases: Case[] }): Promise<Case[]> {
  const refused: Case[] = []
  let { act } = of
  const taken = new Map<string, number>()
  for (const one of of.cases) {
    const place = one[0].join('.')
    // What takes almost anything has shown it after a few; making the thing anew each time is what costs.
    if ((taken.get(place) ?? 0) >= 3) continue
    const { status, text } = await sendAct(room, { route, act: { ...act, body: bodyOf(route, act, one) } as Act })
    expect(status, `${JSON.stringify(one).slice(0, 300)}: ${text}`).toBeLessThan(500)
    if (status === 200) {
      taken.set(place, (taken.get(place) ?? 0) + 1)
      act = await of.make(room)
    } else {
      // What a validator refused never came near the database.
      if (reasonIn(text) !== 'invalid_input') refused.push(one)
    }
  }
  return refused
}

/** The reason of a refusal, which must have a text in both languages with every gap filled. */
function reasonIn(text: string): string {
  const { error } = JSON.parse(text) as { error: { reason: string; vi: string; en: string } }
  expect(error).toMatchObject({ vi: expect.stringMatching(/.{9}/), en: expect.stringMatching(/.{9}/) })
  expect(error.vi + error.en, 'a gap that nobody filled').not.toMatch(/\{\w+\}/)
  return error.reason
}
