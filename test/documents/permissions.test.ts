import { describe, expect, test } from 'vitest'
import { documentRecipients, documents } from '#db/documents/schema.ts'
import { deliveries } from '#db/exchange/schema.ts'
import { documentsRoutes } from '#server/documents/documents.routes.ts'
import { exchangeRoutes } from '#server/exchange/exchange.routes.ts'
import { deliveryRights } from '#test/exchange/permissions.table.ts'
import { actorOf, send } from '#test/support/world.ts'
import { openOutgoingDesk } from './outgoing-desk.ts'
import { documentRights, everyRole, type Role, type RouteRight } from './permissions.table.ts'

const desk = await openOutgoingDesk()
const { call, house, world } = desk
const rights = [...documentRights, ...deliveryRights]

/** Who stands for a role; only departments have a director. */
const userOf: Record<Role, string> = {
  chairman: 'chutich',
  vice_chairman: 'pct',
  office_chief: 'chanhvanphong',
  director: 'giamdoc.snv',
  unit_head: 'truongphong.th',
  specialist: 'chuyenvien.th',
  secretary: 'thuky',
  clerk: 'vanthu',
  admin: 'quantri',
}
const strangers = ['vanthu.sttt', 'giamdoc.sttt', 'chuyenvien2.th', 'truongphong.nc']

/** A fresh document in a state, drafted by the specialist of the agency, with a refused delivery. */
async function fixture(state: RouteRight['state'] = 'awaiting_signature', agencyId = world.committee) {
  const own = agencyId === world.committee
  const drafter = actorOf(world, own ? 'chuyenvien.th' : 'truongphong.cchc')
  const { sha256 } = await house.blobs.put(Buffer.from('%PDF-1.7 tệp của văn bản'))
  const at = desk.clock.now()
  const [document] = await house.db
    .insert(documents)
    .values({
      agencyId,
      unitId: drafter.unitId!,
      drafterPostId: drafter.postId,
      signerPostId: actorOf(world, own ? 'pct' : 'giamdoc.snv').postId,
      ...{ typeCode: 'bao_cao', subject: 'kết quả công tác', body: 'Kính báo cáo.', urgency: 'normal', symbol: 'BC-X' },
      ...{ state, fileSha256: sha256, createdAt: at, updatedAt: at, updatedByPostId: drafter.postId },
    })
    .returning()
  const to = { documentId: document!.id, agencyId: world.sttt, position: 0 }
  await house.db.insert(documentRecipients).values(to)
  const [delivery] = await house.db
    .insert(deliveries)
    .values({
      ...{ documentId: document!.id, senderAgencyId: agencyId, recipientAgencyId: world.sttt },
      ...{ status: '02', statusAt: at, createdAt: at },
    })
    .returning()
  return { document: document!, deliveryId: delivery!.id, sha256 }
}

const bookId = () =>
  world.rows.numberBooks.find((book) => book.agencyId === world.committee && book.kind === 'outgoing')!.id!
const snvBook = () =>
  world.rows.numberBooks.find((book) => book.agencyId === world.snv && book.kind === 'outgoing')!.id!

/** Tries a route on a fresh document; acts come one revision late, so that a right shows as `stale` and changes nothing. */
async function trying(right: RouteRight, userName: string, agencyId = world.committee) {
  const { document, deliveryId, sha256 } = await fixture(right.state, agencyId)
  const id = right.path.startsWith('/deliveries') ? deliveryId : document.id
  const path = right.path.replace(':id', id).replace(':sha256', sha256) + queryOf(right, document.id, agencyId)
  const onDocument = right.method !== 'GET' && right.path.startsWith('/documents/:id')
  const revision = right.path.endsWith('/return') ? document.revision : document.revision + 7
  const body = onDocument ? { ...right.body, revision } : right.body
  if (right.path.includes('files') || right.path.includes('preview')) return statusOf(userName, path)
  return (await call(userName, `${right.method} ${path}`, body)).status
}

async function statusOf(userName: string, path: string): Promise<number> {
  const cookie = await desk.cookieOf(userName)
  return (await desk.app.request(`/api${path}`, { headers: { cookie } })).status
}

function queryOf({ path }: RouteRight, documentId: string, agencyId: string): string {
  if (path === '/deliveries') return `?documentId=${documentId}`
  if (path === '/documents/register') return `?year=2020&bookId=${agencyId === world.snv ? snvBook() : bookId()}`
  return ''
}

test('the table names every route of the desk and of the exchange, and no other', () => {
  const served = [...documentsRoutes(house).routes, ...exchangeRoutes(house).routes]
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
  expect(rights.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...new Set(served)].sort())
})

describe.each(rights)('$method $path', (right) => {
  test('lets through exactly the posts of the table', async () => {
    for (const role of everyRole) {
      const status = await trying(right, userOf[role], role === 'director' ? world.snv : world.committee)
      expect([role, status !== 403 && status !== 404]).toEqual([role, right.allowed.includes(role)])
    }
  })

  test('is closed without a session', async () => {
    const path =
      right.path.replace(':id', world.snv).replace(':sha256', 'a'.repeat(64)) + queryOf(right, world.snv, world.snv)
    const body = right.method === 'GET' ? {} : { body: { ...right.body, revision: 1 } }
    expect((await send(desk.app, right.method, `/api${path}`, body)).status).toBe(401)
  })

  test.runIf(right.path.includes(':id') || right.path === '/deliveries')('looks absent to everybody else', async () => {
    for (const stranger of strangers) expect([stranger, await trying(right, stranger)]).toEqual([stranger, 404])
  })
})
