import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { seedProvince } from '#db/seed/province.ts'
import { code102Of } from '#db/seed/seed-tree.ts'
import { verify } from '@node-rs/argon2'
import { openTestHouse } from '#test/support/house.ts'
import { logIn, send } from '#test/support/world.ts'

const { app, house } = await openTestHouse({ world: false, env: { DEMO: 'true' } })
const started_ms = performance.now()
const results = await Promise.all([seedProvince(house), seedProvince(house)])
const took_ms = performance.now() - started_ms
const { sql } = house

const count = async (table: string, condition = 'true') => {
  const [row] = await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table} where ${condition}`)
  return row!.n
}

describe('the demo province', () => {
  test('is seeded once, by one of several that start at once, in less than three seconds', async () => {
    expect(results.sort()).toEqual([false, true])
    expect(await seedProvince(house)).toBe(false)
    expect(took_ms).toBeLessThan(3_000)
  })

  test('is An Giang of 2020', async () => {
    expect(await count('agencies', "kind = 'department'")).toBe(19)
    expect(await count('agencies', "kind = 'district'")).toBe(11)
    expect(await count('agencies', "kind = 'commune'")).toBeGreaterThanOrEqual(8)
    expect(await count('agencies', "name = 'Ủy ban nhân dân xã Vĩnh Trạch'")).toBe(1)
    expect(await count('people')).toBeGreaterThanOrEqual(240)
    expect(await count('people')).toBeLessThanOrEqual(300)
    expect(await count('document_types', "family = 'administrative'")).toBe(29)
    expect(await count('document_types', "family = 'copy'")).toBe(3)
    expect(await count('levels', "code = 'district' and valid_to = '2025-06-30'")).toBe(1)
  })

  test('gives every agency an office with a clerk, a leader who signs, and both kinds of books', async () => {
    const lacking = await sql`select a.name from agencies a where
      not exists (select 1 from units u join posts p on p.unit_id = u.id where u.agency_id = a.id and u.is_office and p.role = 'clerk')
      or not exists (select 1 from posts p join signing_authorities s on s.post_id = p.id
        where p.agency_id = a.id and p.role in ('chairman', 'director'))
      or (select count(distinct b.kind) from number_books b where b.agency_id = a.id) <> 2
      or (select count(*) from number_books b where b.agency_id = a.id and b.kind = 'outgoing' and type_codes = '{}') <> 1`
    expect(lacking).toEqual([])
  })

  test('lets every post point at rows that exist, in its own agency', async () => {
    const astray = await sql`select p.id from posts p left join units u on u.id = p.unit_id
      where u.agency_id is distinct from p.agency_id`
    expect(astray).toEqual([])
    expect(
      await count('agencies a', 'parent_id is not null and not exists (select 1 from agencies where id = a.parent_id)'),
    ).toBe(0)
    expect(await count('agency_group_members m', 'not exists (select 1 from agencies where id = m.agency_id)')).toBe(0)
  })

  test('waits at 663, so that the first letter is 664', async () => {
    const [book] = await sql<
      { last: number }[]
    >`select c.last from number_counters c join number_books b on b.id = c.book_id
      join agencies a on a.id = b.agency_id where a.code_qd20 = 'H01' and b.type_codes = '{cong_van}' and c.year = 2020`
    expect(book!.last).toBe(663)
  })

  test('has one person with two posts in two agencies', async () => {
    const several = await sql`select p.user_name, count(distinct o.agency_id)::int as agencies
      from people p join posts o on o.person_id = p.id group by p.id having count(*) > 1`
    expect(several).toEqual([{ user_name: 'phochanhvanphong.hcc', agencies: 2 }])
  })

  test('names nobody twice', async () => {
    expect(await sql`select full_name from people group by full_name having count(*) > 1`).toEqual([])
  })

  test('is NFC in every text of every table', async () => {
    const columns = await sql<{ table: string; column: string }[]>`
      select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and data_type = 'text' and is_generated = 'NEVER'`
    for (const { table, column } of columns)
      expect(await count(`"${table}"`, `"${column}" is not nfc normalized`), `${table}.${column}`).toBe(0)
  })

  test('offers the kinds of meetings with their rules', async () => {
    const [session] = await sql`select quorum_numerator, quorum_denominator, majority_of, tie from meeting_types
      where code = 'committee_session'`
    expect(session).toEqual({
      quorum_numerator: 2,
      quorum_denominator: 3,
      majority_of: 'all_members',
      tie: 'chair_decides',
    })
  })
})

describe('the demo’s accounts', () => {
  type Demo = { password: string; pin: string; accounts: { userName: string; title: string }[] }
  const ask = async () => (await (await send(app, 'GET', '/api/demo/accounts')).json()) as Demo

  test('are shown with the one password, and it opens each of them', async () => {
    const { password, pin, accounts } = await ask()
    expect(accounts.slice(0, 6).map((account) => account.userName)).toEqual([
      'chuyenvien.th',
      'truongphong.th',
      'chanhvanphong',
      'pct',
      'chutich',
      'vanthu',
    ])
    expect(new Set(accounts.map((account) => account.userName)).size).toBe(accounts.length)
    expect(pin).toMatch(/^\d{6}$/)
    for (const { userName } of accounts) await logIn(app, userName, password)
  })

  test('stand at the higher of two posts first', async () => {
    const { accounts, password } = await ask()
    expect(accounts.find(({ userName }) => userName === 'phochanhvanphong.hcc')?.title).toBe('Phó Chánh Văn phòng')
    const cookie = await logIn(app, 'phochanhvanphong.hcc', password)
    const me = (await (await send(app, 'GET', '/api/session', { cookie })).json()) as { posts: { title: string }[] }
    expect(me.posts.map((post) => post.title)).toEqual(['Phó Chánh Văn phòng', 'Giám đốc'])
  })

  test('are the only ones that open', async () => {
    const { password, accounts } = await ask()
    expect(await count('people', "password_hash <> '!'")).toBe(accounts.length)
    const body = { userName: 'vanthu2', password }
    expect((await send(app, 'POST', '/api/session', { body })).status).toBe(401)
  })

  test('have a password of this installation, for its owner’s eyes only', async () => {
    const path = join(house.config.dataDir, 'demo-secrets.json')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const { password } = JSON.parse(await readFile(path, 'utf8')) as Demo
    const [row] = await sql<{ hash: string }[]>`select password_hash as hash from people where user_name = 'vanthu'`
    expect(row!.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verify(row!.hash, password)).toBe(true)
  })

  test('do not exist where this is no demo', async () => {
    const { createApp } = await import('#server/app.ts')
    const real = createApp({ ...house, config: { ...house.config, demo: false } })
    expect((await send(real, 'GET', '/api/demo/accounts')).status).toBe(404)
  })
})

test.each([
  ['H01', '000.00.00.H01'],
  ['H01.02', '000.00.02.H01'],
  ['H01.41.01', '000.01.41.H01'],
])('the code %s is %s on the wire', (code, wire) => expect(code102Of(code)).toBe(wire))
