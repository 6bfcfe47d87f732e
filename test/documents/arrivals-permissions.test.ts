import { describe, expect, test } from 'vitest'
import { arrivalsRoutes } from '#server/documents/arrivals.routes.ts'
import { reportsRoutes } from '#server/reports/reports.routes.ts'
import { reportRights } from '#test/reports/permissions.table.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, send, unitIn } from '#test/support/world.ts'
import { arrivalRights } from './arrivals.permissions.table.ts'
import { cookieOf, deliver, done, type Json, nodeOf } from './arrivals-world.ts'
import { everyRole, type Role, type RouteRight } from './permissions.table.ts'

const desk = await openTestHouse()
const { house, world, app } = desk
const rights = [...arrivalRights, ...reportRights]
const { sha256 } = await house.blobs.put(Buffer.from('%PDF-1.7 tệp của văn bản đến'))

type Staff = Record<'clerk' | 'leader' | 'head' | 'specialist', string> & { agencyId: string; unit: string }
const committee: Staff = {
  ...{ agencyId: world.committee, unit: 'TH', clerk: 'vanthu', leader: 'pct' },
  ...{ head: 'truongphong.th', specialist: 'chuyenvien.th' },
}
/** Only departments have a director. */
const department: Staff = {
  ...{ agencyId: world.snv, unit: 'CCHC', clerk: 'vanthu.snv', leader: 'giamdoc.snv' },
  ...{ head: 'truongphong.cchc', specialist: 'chuyenvien.cchc' },
}
const userOf: Record<Role, string> = {
  ...{ chairman: 'chutich', vice_chairman: 'pct', office_chief: 'chanhvanphong', director: 'giamdoc.snv' },
  ...{
    unit_head: 'truongphong.th',
    specialist: 'chuyenvien.th',
    secretary: 'thuky',
    clerk: 'vanthu',
    admin: 'quantri',
  },
}
const strangers = ['vanthu.sttt', 'giamdoc.sttt', 'truongphong.nc', 'vanthu.longxuyen']

/** A fresh arrival that a specialist has on the desk. */
async function fixture(staff: Staff): Promise<{ arrival: Json; unitNode: Json; personNode: Json }> {
  const id = await deliver(desk, { agencyId: staff.agencyId, senderAgencyId: world.skhdt, fileSha256: sha256 })
  await done(desk, staff.clerk, `POST /arrivals/${id}/register`, { revision: 1, confirmDuplicate: true })
  const leadUnitId = unitIn(world, staff.agencyId, staff.unit)
  const opinion = 'Tham mưu thực hiện.'
  await done(desk, staff.leader, `POST /arrivals/${id}/direction`, { revision: 2, opinion, leadUnitId })
  const node = nodeOf(await done(desk, staff.leader, `GET /arrivals/${id}`), 'lead')
  const { postId } = actorOf(world, staff.specialist)
  await done(desk, staff.head, `POST /assignments/${node.id}/assign`, { revision: node.revision, postId })
  const arrival = await done(desk, staff.leader, `GET /arrivals/${id}`)
  const unitNode = nodeOf(arrival, 'lead')
  return { arrival, unitNode, personNode: unitNode.children[0] }
}

/** Tries a route on a fresh arrival; acts come with a revision that never was, so that a right shows as `stale`. */
async function trying(right: RouteRight, userName: string, staff = committee): Promise<number> {
  const { arrival, unitNode, personNode } = await fixture(staff)
  const node = right.path.endsWith('/assign') ? unitNode : personNode
  const id = right.path.startsWith('/assignments') ? node.id : arrival.id
  const path = pathOf(right, { id, agencyId: staff.agencyId })
  const body = right.method === 'GET' ? {} : { body: { ...right.body, revision: 99 } }
  return (await send(app, right.method, path, { cookie: await cookieOf(desk, userName), ...body })).status
}

function pathOf({ path }: RouteRight, of: { id: string; agencyId: string }): string {
  const query = path.endsWith('/arrivals/register') ? '?year=2020' : path.endsWith('/list') ? '?bucket=open' : ''
  return `/api${path.replace(':id', of.id).replace(':agencyId', of.agencyId).replace(':sha256', sha256)}${query}`
}

test('the tables name every route of the desk and of the reports, and no other', () => {
  const served = [...arrivalsRoutes(house).routes, ...reportsRoutes(house).routes]
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
  expect(rights.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...new Set(served)].sort())
})

describe.each(rights)('$method $path', (right) => {
  test('lets through exactly the posts of the table', async () => {
    for (const role of everyRole) {
      const status = await trying(right, userOf[role], role === 'director' ? department : committee)
      expect([role, status !== 403 && status !== 404]).toEqual([role, right.allowed.includes(role)])
      expect(status, role).toBeLessThan(500)
    }
  })

  test('is closed without a session', async () => {
    const path = pathOf(right, { id: world.snv, agencyId: world.snv })
    const body = right.method === 'GET' ? {} : { body: { ...right.body, revision: 1 } }
    expect((await send(app, right.method, path, body)).status).toBe(401)
  })

  test.runIf(right.path.includes(':id'))('looks absent to everybody else', async () => {
    for (const stranger of strangers) expect([stranger, await trying(right, stranger)]).toEqual([stranger, 404])
  })
})
