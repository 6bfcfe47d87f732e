import { arrivalsTexts as t } from '../kernel/messages/arrivals.ts'

/** The drawers of the arrivals desk. */
export type ArrivalTab = 'to_register' | 'to_direct' | 'in_hand' | 'my_unit' | 'mine' | 'done' | 'all'

const forWholeAgency: readonly ArrivalTab[] = ['to_register', 'to_direct', 'in_hand', 'done', 'all']
const drawers: Record<string, readonly ArrivalTab[]> = {
  clerk: forWholeAgency,
  chairman: ['to_direct', 'in_hand', 'my_unit', 'done', 'all'],
  vice_chairman: ['to_direct', 'in_hand', 'my_unit', 'done', 'all'],
  director: ['to_direct', 'in_hand', 'my_unit', 'done', 'all'],
  office_chief: ['to_direct', 'to_register', 'in_hand', 'my_unit', 'done', 'all'],
  unit_head: ['my_unit', 'mine', 'done', 'all'],
}

/** Which drawers a post works from, its own first. What is in them the server decides. */
export function tabsFor(post: { role: string; inOffice: boolean }): readonly ArrivalTab[] {
  return drawers[post.role] ?? (post.inOffice ? ['mine', ...forWholeAgency] : ['mine', 'done', 'all'])
}

/** The drawers with their words and how much waits in each. */
export function tabWords(tabs: readonly ArrivalTab[], counts: Partial<Record<string, number>>) {
  return tabs.map((id) => ({ id, label: t[`tab_${id}`], count: counts[id] || undefined }))
}
