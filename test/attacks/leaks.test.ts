import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LiveEvent } from '#server/kernel/live-events.ts'
import { serveHouse } from '#server/serve-house.ts'
import { allRights, routeOf } from '#test/architecture/all-rights.ts'
import { actorOf } from '#test/support/world.ts'
import { absentIds, type Ids, openFullHouse, pathOf, type Thing, withIds, words } from './full-house.ts'

/*
 * Who has no part in a thing learns nothing of it: no list, count, search, preview, catch-up, download or live event says a word
 * of it, and for those who have a part in nothing every answer is, to the byte, what it was before there was anything.
 */

const full = await openFullHouse()
const { app, world, cookieOf } = full
const served = await serveHouse(full.house)

const leaders = ['chutich', 'pct', 'pct.kinhte', 'pct.vanxa']
const office = ['chanhvanphong', 'phochanhvanphong', 'thuky', 'vanthu', 'vanthu2']
const division = ['truongphong.th', 'photruongphong.th', 'chuyenvien.th']
const sttt = [
  'giamdoc.sttt',
  'phogiamdoc.sttt',
  'chanhvanphong.sttt',
  'vanthu.sttt',
  'truongphong.cntt',
  'chuyenvien.cntt',
]

/** Who may know of each thing; everybody else may not. */
const insiders: Record<Thing, string[]> = {
  document: [...leaders, ...office, ...division],
  arrival: [...leaders, ...office, ...division],
  meeting: ['chutich', 'thuky', 'pct', 'pct.kinhte', 'pct.vanxa', 'chanhvanphong', 'giamdoc.sttt'],
  task: [...leaders, ...office, ...sttt, 'truongphong.th', 'photruongphong.th', 'truongphong.nc'],
  file: ['chuyenvien.th'],
}
const colleagues = ['chuyenvien2.th', 'chuyenvien.nc', 'quantri']
/** Colleagues without a part, and every role of agencies without one. */
const outsiders = [
  ...colleagues,
  ...['giamdoc.snv', 'chanhvanphong.snv', 'vanthu.snv', 'truongphong.cchc', 'chuyenvien.cchc'],
  ...['giamdoc.skhdt', 'chanhvanphong.skhdt', 'truongphong.thqh', 'thuky.skhdt', 'quantri.skhdt'],
  ...['chutich.longxuyen', 'pct.longxuyen', 'chanhvanphong.longxuyen', 'vanthu.longxuyen'],
]
const everybody = [...new Set([...Object.values(insiders).flat(), ...outsiders])]
const things = Object.keys(words) as Thing[]

/** What counts the work of the whole agency moves for colleagues with it: their rates, and the last numbers of its books. */
const countsTheAgency = /^\/(reports\/rates|documents\/books)/

const readers = allRights.filter(({ method, public: open }) => method === 'GET' && open !== true)
const lists = readers.filter(({ path }) => !/:\w/.test(path))
const ofOne = readers.filter(({ path }) => /:\w/.test(path))

const variants: Record<string, string[]> = {
  '/documents': ['?tab=mine', '?tab=todo', '?tab=numbering', '?tab=issued', '?tab=all', '?q=', '?limit=1'],
  '/arrivals': ['?tab=to_register', '?tab=to_direct', '?tab=in_hand', '?tab=done', '?tab=mine', '?tab=all', '?q='],
  '/tasks': ['?side=lead', '?side=assigner', '?side=assigner&scope=closed', '?side=lead&meetingId=:meetingId'],
  '/meetings': ['?when=upcoming', '?when=past'],
  '/deliveries': ['?documentId=:documentId'],
  '/documents/register': ['?year=2020&bookId=:bookId'],
  '/arrivals/register': ['?year=2020'],
  '/posts': ['?q='],
  '/agencies': ['?q='],
  '/reports/rates': ['', '?basis=calendar&month=2020-06'],
}

/** What lists and searches are asked; searches look for each word without its tones. */
const questions = lists.flatMap(({ path }) =>
  (variants[path] ?? ['']).flatMap((query) => {
    if (!query.endsWith('q=')) return [{ path, query }]
    return things.map((thing) => ({ path, query: query + encodeURIComponent(plain(words[thing])) }))
  }),
)

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').toLowerCase()
}

async function read(userName: string, address: string): Promise<string> {
  const headers = { cookie: await cookieOf(userName) }
  const answer = await app.request(address, { headers })
  return `${answer.status} ${(await answer.text()).replace(/"traceId":"[^"]+"/, '')}`
}

/** Every list and search, asked with these ids; by question. */
async function readLists(userName: string, ids: Ids): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const { path, query } of questions)
    found.set(path + query, await read(userName, withIds(`/api${path}${query}`, path, ids)))
  return found
}

const heard = new Map<string, LiveEvent[]>()
const lines: Socket[] = []
const before = new Map<string, Map<string, string>>()
const after = new Map<string, Map<string, string>>()
let ids: Ids

/** Listens on everything that is the person's own. */
async function listen(userName: string): Promise<void> {
  const extraHeaders = { cookie: await cookieOf(userName), origin: served.url }
  const line = io(served.url, { path: '/live', transports: ['websocket'], forceNew: true, extraHeaders })
  const events: LiveEvent[] = []
  line.on('event', (event: LiveEvent) => void events.push(event))
  const { agencyId, postId, personId } = actorOf(world, userName)
  for (const topic of [`agency:${agencyId}`, `post:${postId}`, `person:${personId}`])
    expect(await line.emitWithAck('join', topic)).toEqual({ ok: true })
  lines.push(line)
  heard.set(userName, events)
}

const isOfWorld = (userName: string) => world.rows.people.some((person) => person.userName === userName)

beforeAll(async () => {
  for (const userName of outsiders) before.set(userName, await readLists(userName, absentIds()))
  for (const userName of everybody.filter(isOfWorld)) await listen(userName)
  ids = await full.seed()
  for (const userName of everybody) after.set(userName, await readLists(userName, ids))
}, 120_000)
afterAll(async () => {
  for (const line of lines) line.disconnect()
  await served.close()
})

/** The things of which a text says a word, or which it names by an id. */
function thingsIn(text: string): Thing[] {
  const idsOf: Record<Thing, string[]> = {
    document: [ids.documentId, ids.documentSha256, ids.deliveryId],
    arrival: [ids.arrivalId, ids.arrivalSha256, ids.unitNodeId, ids.personNodeId],
    meeting: [ids.meetingId, ids.itemId, ids.pollId, ids.paperId],
    task: [ids.taskId],
    file: [ids.fileId],
  }
  return things.filter((thing) => [words[thing], ...idsOf[thing]].some((sign) => text.includes(sign)))
}
const foreignTo = (userName: string) => things.filter((thing) => !insiders[thing].includes(userName))
const mixed = (userName: string, found: Thing[]) => found.filter((thing) => foreignTo(userName).includes(thing))

test('the things are there to be found: each is seen by those who have a part in it', () => {
  for (const thing of things.filter((one) => one !== 'file'))
    for (const userName of insiders[thing]) {
      const seen = [...after.get(userName)!.values()].some((text) => thingsIn(text).includes(thing))
      expect([userName, thing, seen]).toEqual([userName, thing, true])
    }
})

test.each(outsiders)('for %s every list, count and search is what it was before', (userName) => {
  for (const [question, text] of after.get(userName)!) {
    if (colleagues.includes(userName) && countsTheAgency.test(question)) continue
    expect([question, text]).toEqual([question, before.get(userName)!.get(question)])
  }
})

test.each(everybody)('no list of %s says a word of what is not his', (userName) => {
  for (const [question, text] of after.get(userName)!)
    expect([question, mixed(userName, thingsIn(text))]).toEqual([question, []])
})

test.each(everybody)('nothing opens for %s what is not his, by whatever id', async (userName) => {
  for (const right of ofOne) {
    const text = await read(userName, pathOf(right, ids))
    expect([routeOf(right), mixed(userName, thingsIn(text))]).toEqual([routeOf(right), []])
  }
})

describe('the live line', () => {
  test('tells other agencies nothing', () => {
    const committee = new Set(
      world.rows.posts.filter(({ agencyId }) => agencyId === world.committee).map(({ id }) => id),
    )
    const elsewhere = outsiders.filter(isOfWorld).filter((name) => !committee.has(actorOf(world, name).postId))
    expect(elsewhere.length).toBeGreaterThan(8)
    for (const userName of elsewhere) expect([userName, heard.get(userName)]).toEqual([userName, []])
  })

  test('names things to colleagues by id and state, and never says a word of them', () => {
    const events = [...heard.values()].flat()
    expect(events.length).toBeGreaterThan(20)
    for (const event of events) {
      const text = JSON.stringify(event.payload)
      expect(
        things.filter((thing) => text.includes(words[thing])),
        text,
      ).toEqual([])
    }
  })

  test('lets nobody join the topic of a thing that is not his', async () => {
    for (const userName of everybody.filter(isOfWorld)) {
      const line = lines[everybody.filter(isOfWorld).indexOf(userName)]!
      const join = (topic: string) => line.emitWithAck('join', topic) as Promise<{ ok: boolean }>
      const joined = [await join(`document:${ids.documentId}`), await join(`meeting:${ids.meetingId}`)]
      const may = [insiders.document.includes(userName), insiders.meeting.includes(userName)]
      expect([userName, ...joined.map(({ ok }) => ok)]).toEqual([userName, ...may])
    }
  })
})
