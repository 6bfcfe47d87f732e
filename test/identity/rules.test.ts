import { describe, expect, test } from 'vitest'
import { type AgencyBranch, type AgencyNode, levelOn, successorOn, treeOn } from '#server/identity/agency.rules.ts'
import { foldUserName } from '#server/identity/person.rules.ts'
import { firstPostOn, isLeader } from '#server/identity/post.rules.ts'
import { sessionEnd, useStep_ms } from '#server/identity/session.rules.ts'
import { existsOn } from '#server/identity/validity.rules.ts'

const node = (id: string, parentId: string | null, more: Partial<AgencyNode> = {}): AgencyNode => ({
  id,
  parentId,
  levelCode: 'province',
  mergedInto: null,
  validFrom: '2016-01-01',
  validTo: null,
  ...more,
})

const province = node('province', null)
const department = node('sttt', 'province', { validTo: '2025-02-28', mergedInto: 'skhcn' })
const successor = node('skhcn', 'province')
const district = node('thoaison', 'province', { levelCode: 'district', validTo: '2025-06-30' })
const commune = node('vinhtrach', 'thoaison', { levelCode: 'commune' })
const ward = node('moi', 'province', { levelCode: 'commune', validFrom: '2025-07-01' })
const agencies = [province, department, successor, district, commune, ward]

describe('the tree of agencies', () => {
  const shape = (branches: AgencyBranch<AgencyNode>[]): unknown =>
    Object.fromEntries(branches.map((branch) => [branch.agency.id, shape(branch.children)]))

  test('had districts until 30/06/2025', () => {
    expect(shape(treeOn(agencies, '2020-06-23'))).toEqual({
      province: { sttt: {}, skhcn: {}, thoaison: { vinhtrach: {} } },
    })
    expect(shape(treeOn(agencies, '2025-06-30'))).toEqual({ province: { skhcn: {}, thoaison: { vinhtrach: {} } } })
  })

  test('has communes right below the province since 01/07/2025', () => {
    expect(shape(treeOn(agencies, '2025-07-01'))).toEqual({ province: { skhcn: {}, vinhtrach: {}, moi: {} } })
  })

  test('survives a circle and a parent that nobody knows', () => {
    const circle = [
      node('a', 'b', { validTo: '2019-12-31' }),
      node('b', 'a', { validTo: '2019-12-31' }),
      node('c', 'a'),
    ]
    expect(shape(treeOn([...circle, node('d', 'unknown')], '2020-01-01'))).toEqual({ c: {}, d: {} })
  })
})

describe('levels', () => {
  const levels = [
    { code: 'province', rank: 1, validFrom: '2016-01-01', validTo: null },
    { code: 'district', rank: 2, validFrom: '2016-01-01', validTo: '2025-06-30' },
    { code: 'commune', rank: 3, validFrom: '2016-01-01', validTo: null },
  ]
  test.each([
    [district, '2025-06-30', 'district'],
    [district, '2025-07-01', null],
    [commune, '2025-07-01', 'commune'],
    [province, '2015-12-31', null],
  ])('of %o on %s is %s', (agency, day, code) => {
    expect(levelOn(levels, agency, day)?.code ?? null).toBe(code)
  })
})

test.each([
  ['sttt', '2020-06-23', 'sttt'],
  ['sttt', '2025-03-01', 'skhcn'],
  ['thoaison', '2025-07-01', null],
  ['unknown', '2025-07-01', null],
])('for %s on %s acts %s', (id, day, expected) => {
  expect(successorOn(agencies, id, day)?.id ?? null).toBe(expected)
})

describe('days', () => {
  test.each([
    ['2020-01-01', true],
    ['2020-12-31', true],
    ['2019-12-31', false],
    ['2021-01-01', false],
  ])('both ends of a validity are included: %s is %s', (day, expected) => {
    expect(existsOn({ validFrom: '2020-01-01', validTo: '2020-12-31' }, day)).toBe(expected)
  })
})

describe('posts', () => {
  const post = (id: string, validFrom: string, validTo: string | null) => ({ id, validFrom, validTo })
  test('one enters at the first that is held that day', () => {
    const posts = [
      post('old', '2019-01-01', '2020-05-31'),
      post('main', '2020-01-01', null),
      post('side', '2019-01-01', null),
    ]
    expect(firstPostOn(posts, '2020-05-31')?.id).toBe('old')
    expect(firstPostOn(posts, '2020-06-01')?.id).toBe('main')
    expect(firstPostOn(posts, '2019-12-31')?.id).toBe('old')
    expect(firstPostOn(posts.slice(0, 1), '2020-06-01')).toBeNull()
  })

  test('the system leads nobody', () => {
    expect(isLeader('director')).toBe(true)
    expect(isLeader('clerk')).toBe(false)
    expect(isLeader('system')).toBe(false)
  })
})

test.each([
  ['VanThu', 'vanthu'],
  [' Văn  thư ', 'vanthu'],
  ['ĐỖ.đạt', 'do.dat'],
  ['chuyenvien.th', 'chuyenvien.th'],
])('the user name %s is %s', (typed, name) => expect(foldUserName(typed)).toBe(name))

describe('the end of a session', () => {
  const limits = { idle_ms: 30 * 60_000, absolute_ms: 12 * 3_600_000 }
  const started = new Date('2020-06-23T01:00:00Z')
  test.each([
    ['2020-06-23T01:00:00Z', '2020-06-23T01:30:00.000Z'],
    ['2020-06-23T12:00:00Z', '2020-06-23T12:30:00.000Z'],
    ['2020-06-23T12:45:00Z', '2020-06-23T13:00:00.000Z'],
  ])('last used at %s is %s', (seen, end) => {
    expect(sessionEnd(started, new Date(seen), limits).toISOString()).toBe(end)
  })

  test('is moved often enough for short limits', () => {
    expect(useStep_ms(limits)).toBe(60_000)
    expect(useStep_ms({ ...limits, idle_ms: 120_000 })).toBe(30_000)
  })
})
