import { identify } from '#server/identity/door.ts'
import { pages } from '#test/meetings/room-world.ts'
import { actorOf, logIn } from '#test/support/world.ts'
import type { Acts } from './act.ts'

/** Sessions, settings, uploads. Logging in and out are no commands with an operation id. */
export const identityActs: Acts = {
  'POST /session/post': async ({ world }) => {
    const { postId } = actorOf(world, 'phochanhvanphong')
    return { userName: 'phochanhvanphong', path: '/session/post', body: { postId } }
  },
  'DELETE /sessions/:id': async ({ app, house }) => {
    const { sessionId } = (await identify(house, await logIn(app, 'vanthu')))!
    return { userName: 'vanthu', path: `/sessions/${sessionId}` }
  },
  'PUT /preferences': async () => ({ userName: 'vanthu', path: '/preferences', body: { settings: { theme: 'dark' } } }),
  'POST /files': async () => ({ userName: 'vanthu', path: '/files?name=to-trinh.pdf', upload: await pages(1) }),
}
