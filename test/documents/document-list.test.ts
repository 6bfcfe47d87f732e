import { describe, expect, test } from 'vitest'
import { documents } from '#db/documents/schema.ts'
import { documentsVisibleTo } from '#server/documents/document-list.queries.ts'
import { type DocumentState, documentStates } from '#server/documents/document.rules.ts'
import { maySeeDocument } from '#server/documents/documents.permissions.ts'
import { actorOf, unitIn } from '#test/support/world.ts'
import { drafted, laidBeforeSigner, openOutgoingDesk } from './outgoing-desk.ts'

const desk = await openOutgoingDesk()
const { call, house, world } = desk

type Listed = { id: string; subject: string; state: string; drafterName: string; signerName: string | null }
type List = { rows: Listed[]; next: string | null }
const list = async (userName: string, query = '') => (await call<List>(userName, `GET /documents?${query}`)).body

/** A stored document of any unit, drafter, signer and state. */
async function stored(of: {
  agencyId: string
  drafter: string
  state: DocumentState
  signer?: string
  subject?: string
}) {
  const drafter = actorOf(world, of.drafter)
  const [row] = await house.db
    .insert(documents)
    .values({
      agencyId: of.agencyId,
      unitId: drafter.unitId!,
      drafterPostId: drafter.postId,
      signerPostId: of.signer ? actorOf(world, of.signer).postId : null,
      typeCode: 'bao_cao',
      subject: of.subject ?? `báo cáo của ${of.drafter} ở bước ${of.state}`,
      body: 'Kính báo cáo.',
      urgency: 'normal',
      state: of.state,
      symbol: 'BC-UBND',
      createdAt: desk.clock.now(),
      updatedAt: desk.clock.now(),
      updatedByPostId: drafter.postId,
    })
    .returning()
  desk.clock.advance({ seconds: 1 })
  return row!
}

describe('who sees which document', () => {
  const everybody = [
    ...[
      'chutich',
      'pct',
      'pct.kinhte',
      'chanhvanphong',
      'thuky',
      'vanthu',
      'quantri',
      'truongphong.th',
      'chuyenvien.th',
    ],
    ...['chuyenvien2.th', 'truongphong.nc', 'giamdoc.snv', 'vanthu.snv', 'truongphong.cchc'],
  ]

  test('the list and the single read agree for every post and every document', async () => {
    for (const state of documentStates) {
      await stored({ agencyId: world.committee, drafter: 'chuyenvien.th', signer: 'pct', state })
      await stored({ agencyId: world.committee, drafter: 'thuky', state })
      await stored({ agencyId: world.snv, drafter: 'truongphong.cchc', signer: 'giamdoc.snv', state })
    }
    const rows = await house.db.select().from(documents)
    for (const userName of everybody) {
      const actor = actorOf(world, userName)
      const may = rows.filter((row) => maySeeDocument(actor, row)).map((row) => row.id)
      const page = await documentsVisibleTo(house.db, actor, { tab: 'all', q: '', limit: 200 })
      expect(page.rows.map((row) => row.id).sort(), userName).toEqual(may.sort())
    }
  })

  test.each([
    ['chuyenvien.th', true],
    ['truongphong.th', true],
    ['chanhvanphong', true],
    ['thuky', true],
    ['vanthu', true],
    ['pct', true],
    ['chutich', true],
    ['chuyenvien2.th', false],
    ['truongphong.nc', false],
    ['quantri', false],
    ['giamdoc.snv', false],
    ['vanthu.snv', false],
  ])('%s: %s', async (userName, sees) => {
    const made = await drafted(desk)
    expect((await call(userName, `GET /documents/${made.id}`)).status).toBe(sees ? 200 : 404)
  })
})

describe('the drawers', () => {
  test('what waits for whom', async () => {
    const laid = await laidBeforeSigner(desk)
    const draft = await drafted(desk)
    const has = async (userName: string, tab: string, id: string) =>
      (await list(userName, `tab=${tab}&limit=200`)).rows.some((row) => row.id === id)
    expect(await has('pct', 'todo', laid.id)).toBe(true)
    expect(await has('chutich', 'todo', laid.id)).toBe(false)
    expect(await has('chanhvanphong', 'todo', laid.id)).toBe(false)
    expect(await has('chuyenvien.th', 'mine', laid.id)).toBe(true)
    expect(await has('chuyenvien.th', 'mine', draft.id)).toBe(true)
    expect(await has('truongphong.th', 'mine', draft.id)).toBe(false)
    const { body } = await call<{ id: string; revision: number }>(
      'chuyenvien.th',
      `POST /documents/${draft.id}/submit`,
      {
        revision: 1,
      },
    )
    expect(await has('truongphong.th', 'todo', body.id)).toBe(true)
    expect(await has('chanhvanphong', 'todo', body.id)).toBe(false)
    await call('truongphong.th', `POST /documents/${draft.id}/approve-content`, { revision: body.revision })
    expect(await has('truongphong.th', 'todo', body.id)).toBe(false)
    expect(await has('chanhvanphong', 'todo', body.id)).toBe(true)
    expect(await has('vanthu', 'todo', body.id)).toBe(true)
  })

  test('signed papers wait for the clerk, issued ones lie in their own drawer', async () => {
    const signed = await stored({ agencyId: world.committee, drafter: 'chuyenvien.th', signer: 'pct', state: 'signed' })
    const issued = await stored({ agencyId: world.committee, drafter: 'chuyenvien.th', signer: 'pct', state: 'issued' })
    const ids = async (tab: string) => (await list('vanthu', `tab=${tab}&limit=200`)).rows.map((row) => row.id)
    expect(await ids('numbering')).toContain(signed.id)
    expect(await ids('numbering')).not.toContain(issued.id)
    expect(await ids('issued')).toContain(issued.id)
    expect(await ids('issued')).not.toContain(signed.id)
  })

  test('counts go with the drawers', async () => {
    const counts = (await call<{ todo: number; numbering: number }>('pct', 'GET /documents/counts')).body
    expect(counts.todo).toBe((await list('pct', 'tab=todo&limit=200')).rows.length)
  })

  test('the desk says who may draft, as drafting itself answers', async () => {
    const may = async (who: string) =>
      (await call<{ can: { draft: boolean } }>(who, 'GET /documents/counts')).body.can.draft
    expect([await may('chuyenvien.th'), await may('vanthu'), await may('quantri')]).toEqual([true, true, false])
  })
})

describe('search and pages', () => {
  test('finds without tones, by phrase first, then word by word', async () => {
    const near = await stored({
      agencyId: world.committee,
      drafter: 'chuyenvien.nc',
      state: 'draft',
      subject: 'Xử lý đơn thư, khiếu nại của công dân Đỗ thị trấn',
    })
    const find = async (q: string) => (await list('vanthu', `q=${encodeURIComponent(q)}`)).rows.map((row) => row.id)
    expect(await find('khieu nai cua cong dan')).toEqual([near.id])
    expect(await find('KHIẾU NẠI')).toEqual([near.id])
    expect(await find('cong dan khieu nai')).toEqual([near.id])
    expect(await find('do thi tran')).toEqual([near.id])
    expect(await find('khieu nai xa la')).toEqual([])
    expect(await find('100%')).toEqual([])
    expect(await find("'); drop table documents; --")).toEqual([])
  })

  test('pages follow one another without a gap or a repeat, newest first', async () => {
    const whole = (await list('vanthu', 'limit=200')).rows.map((row) => row.id)
    const paged: string[] = []
    let after: string | null = null
    do {
      const page: List = await list('vanthu', `limit=7${after ? `&after=${after}` : ''}`)
      paged.push(...page.rows.map((row) => row.id))
      after = page.next
    } while (after)
    expect(paged).toEqual(whole)
    expect(whole.length).toBeGreaterThan(20)
  })

  test('a cursor that nobody gave is refused', async () => {
    expect(await call('vanthu', 'GET /documents?after=xyz')).toMatchObject({ status: 400, reason: 'bad_cursor' })
  })

  test('rows name the drafter and the signer', async () => {
    const made = await drafted(desk, { subject: 'tên người soạn và người ký' })
    const row = (await list('vanthu', 'limit=200')).rows.find(({ id }) => id === made.id)
    expect(row?.drafterName).toBe(actorOf(world, 'chuyenvien.th').personName)
    expect(row?.signerName).toBe(actorOf(world, 'pct').personName)
  })
})

test('heads see what their unit drafts, and only their unit', () => {
  const document = {
    agencyId: world.committee,
    unitId: unitIn(world, world.committee, 'TH'),
    drafterPostId: actorOf(world, 'chuyenvien.th').postId,
    signerPostId: null,
    state: 'draft' as const,
  }
  expect(maySeeDocument(actorOf(world, 'truongphong.th'), document)).toBe(true)
  expect(maySeeDocument(actorOf(world, 'truongphong.nc'), document)).toBe(false)
})
