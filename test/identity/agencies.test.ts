import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { agencies, agencyGroups } from '#db/identity/schema.ts'
import { openTestHouse } from '#test/support/house.ts'
import { logIn, send } from '#test/support/world.ts'

const { app, house, world } = await openTestHouse()
const clerk = await logIn(app, 'vanthu')
const departmentClerk = await logIn(app, 'vanthu.sttt')

const ask = async <Answer>(path: string, cookie = clerk) => {
  const answer = await send(app, 'GET', `/api${path}`, { cookie })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Answer
}
type Agencies = { rows: { id: string; name: string; symbol: string }[]; next: string | null }
const found = async (q: string) =>
  (await ask<Agencies>(`/agencies?q=${encodeURIComponent(q)}`)).rows.map((row) => row.name)

describe('the picker of agencies', () => {
  test('finds with and without tones, in either normal form, by name, symbol and code', async () => {
    const ministry = ['Sở Thông tin và Truyền thông']
    const typed = ['truyền thông', 'truyen thong', 'TRUYEN THONG', 'truyền thông'.normalize('NFD'), 'stttt', 'H01.01']
    for (const q of typed) expect(await found(q), q).toEqual(ministry)
    expect(await found('dau tu')).toEqual(['Sở Kế hoạch và Đầu tư'])
    expect(await found('skhđt')).toEqual(['Sở Kế hoạch và Đầu tư'])
  })

  test('takes words in any order and treats wildcards as letters', async () => {
    expect(await found('vu noi so')).toEqual(['Sở Nội vụ'])
    expect(await found('%')).toEqual([])
    expect(await found('_')).toEqual([])
    expect(await found('khong co co quan nay')).toEqual([])
  })

  test('puts what is written exactly as typed first', async () => {
    const common = { levelCode: 'province', place: 'An Giang', kind: 'office', validFrom: '2016-01-01', symbol: 'X' }
    await house.db.insert(agencies).values([
      { ...common, codeQd20: 'H01.97', code102: '000.00.97.H01', name: 'Ban Mía', shortName: 'Ban Mía', position: 900 },
      { ...common, codeQd20: 'H01.98', code102: '000.00.98.H01', name: 'Ban Mia', shortName: 'Ban Mia', position: 901 },
    ])
    expect(await found('ban mia')).toEqual(['Ban Mia', 'Ban Mía'])
    expect(await found('ban mía')).toEqual(['Ban Mía', 'Ban Mia'])
  })

  test('comes in pages that neither repeat nor lose anybody', async () => {
    const all = (await ask<Agencies>('/agencies?q=a')).rows.map((row) => row.id)
    const seen: string[] = []
    let after = ''
    do {
      const page = await ask<Agencies>(`/agencies?q=a&limit=2${after}`)
      expect(page.rows.length).toBeLessThanOrEqual(2)
      seen.push(...page.rows.map((row) => row.id))
      after = page.next === null ? '' : `&after=${page.next}`
    } while (after)
    expect(seen).toEqual(all)
    expect(all.length).toBeGreaterThan(3)
  })

  test('leaves out what has ended', async () => {
    await house.db.update(agencies).set({ validTo: '2020-06-22' }).where(eq(agencies.id, world.skhdt))
    expect(await found('dau tu')).toEqual([])
    await house.db.update(agencies).set({ validTo: null }).where(eq(agencies.id, world.skhdt))
    expect(await found('dau tu')).toHaveLength(1)
  })

  test('is for those who are signed in', async () => {
    for (const path of ['/agencies', '/agency-groups', '/posts', `/agencies/${world.sttt}/posts`, '/sessions'])
      expect((await send(app, 'GET', `/api${path}`)).status, path).toBe(401)
  })
})

describe('the tree of the province', () => {
  type Branch = { name: string; level: string | null; children: Branch[] }
  const treeOn = async (day = '') => (await ask<{ tree: Branch[] }>(`/agency-tree${day}`, departmentClerk)).tree

  test('is shown as of a day, before and after the district level', async () => {
    const [today] = await treeOn()
    expect(today).toMatchObject({ name: 'Ủy ban nhân dân tỉnh An Giang', level: 'province' })
    const district = { name: 'Ủy ban nhân dân thành phố Long Xuyên', level: 'district', children: [] }
    expect(today!.children).toContainEqual(expect.objectContaining(district))
    const [later] = await treeOn('?on=2025-07-01')
    expect(later!.children.map((branch) => branch.level)).not.toContain('district')
    expect(later!.children.length).toBe(today!.children.length - 1)
  })
})

describe('groups of recipients', () => {
  type Group = { id: string; name: string; count: number }

  test('of the committee serve everybody below it, and give their agencies', async () => {
    const groups = await ask<Group[]>('/agency-groups', departmentClerk)
    expect(groups.map(({ name, count }) => [name, count])).toEqual([
      ['Các sở, ban, ngành tỉnh', 3],
      ['UBND các huyện, thị xã, thành phố', 1],
    ])
    const { rows } = await ask<Agencies>(`/agencies?group=${groups[0]!.id}`, departmentClerk)
    expect(rows.map((row) => row.symbol)).toEqual(['STTTT', 'SNV', 'SKHĐT'])
  })

  test('of a department are its own', async () => {
    await house.db.insert(agencyGroups).values({ ownerAgencyId: world.snv, name: 'Nhóm của Sở Nội vụ', position: 9 })
    expect(await ask<Group[]>('/agency-groups', departmentClerk)).toHaveLength(2)
    expect(await ask<Group[]>('/agency-groups')).toHaveLength(2)
  })
})

describe('the picker of people', () => {
  type Staff = { units: { name: string; isOffice: boolean; posts: { role: string; fullName: string }[] }[] }

  test('shows the own agency by unit', async () => {
    const { units } = await ask<Staff>(`/agencies/${world.sttt}/posts`, departmentClerk)
    expect(units.map((unit) => unit.name)).toEqual([
      'Lãnh đạo',
      'Văn phòng Sở',
      'Phòng Công nghệ thông tin',
      'Phòng Bưu chính - Viễn thông',
      'Phòng Thông tin - Báo chí - Xuất bản',
    ])
    expect(units[1]!.posts.map((post) => post.role)).toEqual(['office_chief', 'clerk'])
  })

  test('shows only the leaders of another agency', async () => {
    const { units } = await ask<Staff>(`/agencies/${world.sttt}/posts`)
    const roles = new Set(units.flatMap((unit) => unit.posts.map((post) => post.role)))
    expect([...roles].sort()).toEqual(['director', 'office_chief'])
    expect((await send(app, 'GET', `/api/agencies/${crypto.randomUUID()}/posts`, { cookie: clerk })).status).toBe(404)
  })

  test('searches people without tones, colleagues first, strangers only where they lead', async () => {
    type Found = { rows: { role: string; agencyId: string; fullName: string }[] }
    const { rows } = await ask<Found>('/posts?q=giam%20doc', departmentClerk)
    expect(rows[0]!.agencyId).toBe(world.sttt)
    expect(rows.map((row) => row.role).every((role) => role === 'director')).toBe(true)
    const specialists = await ask<Found>('/posts?q=chuyen%20vien', departmentClerk)
    expect(new Set(specialists.rows.map((row) => row.agencyId))).toEqual(new Set([world.sttt]))
  })
})

describe('preferences', () => {
  test('follow the person from device to device', async () => {
    const settings = { theme: 'dark', size: 1.25, keys: ['j', 'k'] }
    expect((await send(app, 'PUT', '/api/preferences', { cookie: clerk, body: { settings } })).status).toBe(200)
    const me = await ask<{ settings: unknown }>('/session', await logIn(app, 'vanthu'))
    expect(me.settings).toEqual(settings)
    const large = { settings: { note: 'x'.repeat(20_000) } }
    expect((await send(app, 'PUT', '/api/preferences', { cookie: clerk, body: large })).status).toBe(400)
  })
})
