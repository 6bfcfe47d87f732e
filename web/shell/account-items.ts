import { language } from '../kernel/i18n.svelte.ts'
import { shellTexts as t } from '../kernel/messages/shell.ts'
import { paths } from '../kernel/paths.ts'
import type { Me } from '../kernel/session.svelte.ts'
import type { MenuItem } from '../parts/menu-item.ts'
import { leave, workAs } from './account.ts'
import { overlays } from './overlays.svelte.ts'

/** What the account's menu offers: the posts held, then what belongs to the person and to the device. */
export function accountItems({ post: current, posts }: Me): MenuItem[] {
  const seats = posts.map((post, index) => ({
    ...(index === 0 ? { heading: t.switchPost } : {}),
    label: post.title,
    detail: [post.unitName, post.agencyName].filter(Boolean).join(', '),
    checked: post.id === current.id,
    run: () => workAs(post),
  }))
  return [
    ...seats,
    { heading: t.account, label: t.sessions, icon: 'device', href: paths.sessions },
    { label: t.display, icon: 'contrast', run: () => overlays.show('display') },
    { label: t.shortcuts, icon: 'help', keys: 'Shift+Slash', run: () => overlays.show('shortcuts') },
    { label: t.displayLanguage, icon: 'globe', run: () => language.turn() },
    { label: t.signOut, icon: 'sign-out', run: leave },
  ]
}
