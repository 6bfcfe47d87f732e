import type { Command } from '../kernel/commands.svelte.ts'
import { signManyTexts as t } from '../kernel/messages/sign-many.ts'
import type { SignMany } from './sign-many.svelte.ts'

/** The keys of looking through what waits for signature, beside those of the list itself. */
export function signManyCommands(desk: SignMany, ask: () => void): Command[] {
  const of = { group: () => t.title }
  return [
    { ...of, id: 'next-paper', label: () => t.next, keys: 'ArrowRight', keysOnly: true, run: () => desk.step(1) },
    {
      ...of,
      id: 'previous-paper',
      label: () => t.previous,
      keys: 'ArrowLeft',
      keysOnly: true,
      run: () => desk.step(-1),
    },
    { ...of, id: 'tick-paper', label: () => t.tick, keys: 'KeyX', run: () => desk.tick() },
    { ...of, id: 'sign-chosen', label: () => t.sign(desk.chosen.length), keys: 'Mod+Enter', run: ask },
  ]
}
