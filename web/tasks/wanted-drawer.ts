import type { Me } from '../kernel/session.svelte.ts'
import type { Side } from './task-desk.svelte.ts'

const givers: readonly Me['post']['role'][] = ['chairman', 'vice_chairman', 'secretary']

/**
 * Which drawer to open: the one in the address (`?ben=giao`, `?ben=nhan`, `&hop=` a meeting), otherwise what posts of this kind look for:
 * those who give work see what they gave, everybody else what they have to do.
 */
export function wantedDrawer(
  search: string,
  post: Pick<Me['post'], 'role'> | undefined,
): { side: Side; meetingId: string | undefined } {
  const asked = new URLSearchParams(search)
  const side = asked.get('ben')
  const usual = post && givers.includes(post.role) ? 'assigner' : 'lead'
  return {
    side: side === 'giao' ? 'assigner' : side === 'nhan' ? 'lead' : usual,
    meetingId: asked.get('hop') ?? undefined,
  }
}
