import { shellTexts as t } from '../kernel/messages/shell.ts'
import { paths } from '../kernel/paths.ts'
import { place } from '../kernel/place.ts'
import { whyNot } from '../kernel/refused.ts'
import { session } from '../kernel/session.svelte.ts'
import { toasts } from '../kernel/toasts.svelte.ts'

/** Switches to another post of the same person and says so, or says why not. */
export async function workAs(post: { id: string; title: string }): Promise<void> {
  try {
    await session.switchPost(post.id)
    toasts.show(t.postSwitched(post.title))
    await place.go(paths.today)
  } catch (error) {
    toasts.show(whyNot(error), { tone: 'danger' })
  }
}

/** Signs out; the shell then leaves for the sign-in page. */
export async function leave(): Promise<void> {
  await session.signOut().catch((error: unknown) => toasts.show(whyNot(error), { tone: 'danger' }))
}
