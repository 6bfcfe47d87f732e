import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import { act, actorOf, answerJson, body, idParam, newRoutes, params, query, read } from '#server/kernel/http.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import { agenciesVisibleTo, agencyGroupsVisibleTo, agencyListQuery } from './agency.queries.ts'
import { agencyTreeQuery, agencyTreeVisibleTo } from './agency-tree.queries.ts'
import { callerOf } from './caller.ts'
import { demoAccounts } from './demo-accounts.queries.ts'
import { identify } from './identify.ts'
import { logIn, logInInput } from './log-in.ts'
import { logOut } from './log-out.ts'
import { meOf } from './person.queries.ts'
import { agencyStaffVisibleTo, postSearchQuery, postsVisibleTo } from './post.queries.ts'
import { revokeSession } from './revoke-session.ts'
import { sessionsVisibleTo } from './session.queries.ts'
import { blankCookie, cookieWith } from './sessions.ts'
import { setPreferences, setPreferencesInput } from './set-preferences.ts'
import { switchPost, switchPostInput } from './switch-post.ts'

const sessionParam = z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) })
const sessionsQuery = z.object({ of: z.enum(['own', 'agency']).default('own') })

/** Sessions, the directory of agencies and posts, preferences, the demo's accounts. */
export function identityRoutes(house: House) {
  const now = () => house.clock.now()
  const ground = () => ({ at: now(), demo: house.config.demo })
  return newRoutes()
    .post('/session', body(logInInput), async (c) => {
      const token = await logIn(house, c.req.valid('json'), callerOf(c, house.config))
      const cookie = cookieWith(house, token)
      c.set('actor', await identify(house, cookie.slice(0, cookie.indexOf(';'))))
      const me = await meOf(house.db, actorOf(c), ground())
      c.header('set-cookie', cookie)
      return answerJson(c, me)
    })
    .get('/session', (c) => read(c, (db, actor) => meOf(db, actor, ground())))
    .delete('/session', async (c) => {
      c.header('set-cookie', blankCookie(house))
      return c.get('actor') ? act(c, 'logOut', logOut) : answerJson(c, { ended: true as const })
    })
    .post('/session/post', body(switchPostInput), (c) =>
      act(c, 'switchPost', (work) => switchPost(work, c.req.valid('json'))),
    )
    .get('/sessions', query(sessionsQuery), (c) =>
      read(c, (db, actor) => sessionsVisibleTo(db, actor, { scope: c.req.valid('query').of, at: now() })),
    )
    .delete('/sessions/:id', params(sessionParam), (c) =>
      act(c, 'revokeSession', (work) => revokeSession(work, c.req.valid('param'))),
    )
    .put('/preferences', body(setPreferencesInput), (c) =>
      act(c, 'setPreferences', (work) => setPreferences(work, c.req.valid('json'))),
    )
    .get('/agencies', query(agencyListQuery), (c) =>
      read(c, (db, actor) => agenciesVisibleTo(db, actor, { ...c.req.valid('query'), at: now() })),
    )
    .get('/agency-tree', query(agencyTreeQuery), (c) =>
      read(c, (db, actor) => agencyTreeVisibleTo(db, actor, c.req.valid('query').on ?? legalDay(now()))),
    )
    .get('/agency-groups', (c) => read(c, (db, actor) => agencyGroupsVisibleTo(db, actor, now())))
    .get('/agencies/:id/posts', params(idParam), (c) =>
      read(c, (db, actor) => agencyStaffVisibleTo(db, actor, { agencyId: c.req.valid('param').id, at: now() })),
    )
    .get('/posts', query(postSearchQuery), (c) =>
      read(c, (db, actor) => postsVisibleTo(db, actor, { ...c.req.valid('query'), at: now() })),
    )
    .get('/demo/accounts', async (c) => answerJson(c, await demoAccounts(house)))
}
