import { beforeEach, describe, expect, test } from 'vitest'
import { people, posts, sessions } from '#db/identity/schema.ts'
import { eq } from 'drizzle-orm'
import { accountRule, addressRule } from '#server/identity/log-in.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, logIn, send, worldPassword } from '#test/support/world.ts'

const { app, house, clock, world } = await openTestHouse()

const tryToEnter = (userName: string, password: string) =>
  send(app, 'POST', '/api/session', { body: { userName, password } })
const reasonOf = async (answer: Response) => ((await answer.json()) as { error: { reason: string } }).error.reason

describe('logging in', () => {
  test('gives a session that says who and where one is', async () => {
    const cookie = await logIn(app, 'vanthu.sttt')
    const me = await (await send(app, 'GET', '/api/session', { cookie })).json()
    const { personName: fullName, personId } = actorOf(world, 'vanthu.sttt')
    expect(me).toMatchObject({
      person: { id: personId, fullName },
      post: { title: 'Văn thư', role: 'clerk', agencyId: world.sttt, unitName: 'Văn phòng Sở', inOffice: true },
      demo: false,
    })
  })

  test('reads the user name without tones, case, spaces and whatever normal form', async () => {
    for (const typed of ['VanThu', ' vanthu ', 'văn thư', 'văn thư'.normalize('NFD')])
      expect((await tryToEnter(typed, worldPassword)).status).toBe(200)
  })

  test('takes a password in either normal form', async () => {
    expect((await tryToEnter('vanthu', worldPassword.normalize('NFD'))).status).toBe(200)
  })

  test('hands out the cookie for this site only, out of reach of scripts', async () => {
    const cookie = (await tryToEnter('vanthu', worldPassword)).headers.get('set-cookie')
    expect(cookie).toMatch(/^sid=[\w-]{43}; HttpOnly; Max-Age=43200; Path=\/; SameSite=Strict$/)
  })

  test('says the same of a wrong password, an unknown name and a disabled person', async () => {
    const { personId } = actorOf(world, 'chuyenvien.tcbc')
    await house.db.update(people).set({ disabledAt: clock.now() }).where(eq(people.id, personId))
    const answers = await Promise.all([
      tryToEnter('giamdoc.snv', 'sai mật khẩu'),
      tryToEnter('khong.co.ai', worldPassword),
      tryToEnter('chuyenvien.tcbc', worldPassword),
    ])
    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<{ error: { traceId: string } }>))
    for (const { error } of bodies) error.traceId = ''
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401])
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
  })

  test('refuses a person whose only post has ended, and only after the right password', async () => {
    const { postId } = actorOf(world, 'chuyenvien.ccvc')
    await house.db.update(posts).set({ validTo: '2020-06-22' }).where(eq(posts.id, postId))
    expect(await reasonOf(await tryToEnter('chuyenvien.ccvc', 'sai'))).toBe('wrong_credentials')
    expect(await reasonOf(await tryToEnter('chuyenvien.ccvc', worldPassword))).toBe('no_current_post')
  })

  test('accepts nobody through a stored hash, an empty password or a foreign page', async () => {
    const [row] = await house.db.select().from(people).where(eq(people.userName, 'chutich'))
    expect((await tryToEnter('chutich', row!.passwordHash)).status).toBe(401)
    expect((await tryToEnter('chutich', '')).status).toBe(400)
    const body = JSON.stringify({ userName: 'chutich', password: worldPassword })
    const foreign = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' }
    expect((await app.request('/api/session', { method: 'POST', headers: foreign, body })).status).toBe(403)
  })
})

describe('what is stored', () => {
  test('is the hash of the token and nothing that opens a session', async () => {
    const cookie = await logIn(app, 'thuky')
    const token = cookie.slice('sid='.length)
    const tables = await house.sql<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'public'`
    for (const { name } of tables) {
      const [found] = await house.sql<{ hits: number }[]>`
        select count(*)::int as hits from ${house.sql(name)} t where t::text like ${`%${token}%`}`
      expect(found!.hits, name).toBe(0)
    }
    const [stored] = await house.db
      .select()
      .from(sessions)
      .where(eq(sessions.personId, actorOf(world, 'thuky').personId))
    expect((await send(app, 'GET', '/api/session', { cookie: `sid=${stored!.id}` })).status).toBe(401)
  })
})

describe('too many tries', () => {
  // The tests share one address; an hour later its tries are forgotten.
  beforeEach(() => clock.advance({ hours: 2 }))

  const wait = async (userName: string) => {
    const answer = await tryToEnter(userName, 'sai')
    return answer.status === 429 ? Number(answer.headers.get('retry-after')) : 0
  }
  const fail = async (userName: string, times: number) => {
    for (let at = 0; at < times; at += 1) expect((await tryToEnter(userName, 'sai')).status).toBe(401)
  }

  test('make the account wait, longer each time, and the right password ends it', async () => {
    await fail('giamdoc.sttt', accountRule.free)
    const waits: number[] = []
    for (let round = 0; round < 5; round += 1) {
      waits.push(await wait('giamdoc.sttt'))
      clock.advance({ seconds: waits.at(-1)! })
      await fail('giamdoc.sttt', 1)
    }
    expect(waits).toEqual([2, 4, 8, 16, 32])
    expect((await tryToEnter('giamdoc.sttt', worldPassword)).status).toBe(429)
    clock.advance({ seconds: 64 })
    expect((await tryToEnter('giamdoc.sttt', worldPassword)).status).toBe(200)
    await fail('giamdoc.sttt', accountRule.free)
  })

  test('never make it wait longer than five minutes', async () => {
    await fail('giamdoc.skhdt', accountRule.free)
    for (let round = 0; round < 12; round += 1) {
      clock.advance({ minutes: 5 })
      await fail('giamdoc.skhdt', 1)
    }
    expect(await wait('giamdoc.skhdt')).toBe(300)
  })

  test('count for unknown names too, so that waiting tells nobody which names exist', async () => {
    await fail('khong.co.ai.nua', accountRule.free)
    expect(await wait('khong.co.ai.nua')).toBe(2)
  })

  test('cannot be won back by asking at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => tryToEnter('pct', 'sai')))
    const looked = answers.filter((answer) => answer.status === 401)
    expect(looked).toHaveLength(accountRule.free)
  })

  test('are remembered by the database, not by the process', async () => {
    await fail('chanhvanphong', accountRule.free)
    const { createApp } = await import('#server/app.ts')
    const answer = await send(createApp({ ...house }), 'POST', '/api/session', {
      body: { userName: 'chanhvanphong', password: worldPassword },
    })
    expect(answer.status).toBe(429)
  })

  test('from one address over many names block the address, and a success gives back only itself', async () => {
    const guess = (at: number) => tryToEnter(`nguoi.so.${at}`, 'sai')
    for (let at = 1; at < addressRule.free; at += 1) expect((await guess(at)).status).toBe(401)
    await logIn(app, 'vanthu')
    expect((await guess(100)).status).toBe(401)
    expect((await guess(101)).status).toBe(429)
    expect((await tryToEnter('thuky', worldPassword)).status).toBe(429)
    clock.advance({ seconds: 1 })
    await logIn(app, 'thuky')
    expect((await guess(102)).status).toBe(401)
    expect((await guess(103)).status).toBe(429)
  })
})
