import type { Command } from '../kernel/commands.svelte.ts'
import { arrivalsTexts as t } from '../kernel/messages/arrivals.ts'
import { paths } from '../kernel/paths.ts'
import { place } from '../kernel/place.ts'
import { actButton, actKeys } from './act-buttons.ts'
import type { ActKind } from './acts-now.ts'
import type { ArrivalsDesk } from './arrivals-desk.svelte.ts'
import type { Doing } from './doing.svelte.ts'

const group = () => t.arrivals

/** What can be done on the arrivals desk: moving through the list, and every act that the open arrival allows now. */
export function deskCommands(desk: ArrivalsDesk, openId: string, doing: Doing | undefined): Command[] {
  const step = (by: 1 | -1) => {
    const id = desk.neighbour(openId, by)
    if (id !== undefined) void place.go(paths.arrival(id))
  }
  const { primary, others } = doing?.acts ?? { primary: undefined, others: [] }
  const kinds = [...new Set([primary, ...others].flatMap((act) => (act ? [act.kind] : [])))]
  return [
    { id: 'arrival-next', label: () => t.nextArrival, group, keys: 'KeyJ', run: () => step(1) },
    { id: 'arrival-before', label: () => t.previousArrival, group, keys: 'KeyK', run: () => step(-1) },
    ...kinds.map((kind) => actCommand(kind, doing)),
    ...(primary?.kind === 'register' ? [goOn(doing)] : []),
  ]
}

function actCommand(kind: ActKind, doing: Doing | undefined): Command {
  const label = () => actButton(kind).label
  return { id: `arrival-${kind}`, label, group, keys: actKeys[kind], run: () => doing?.takeAny(kind) }
}

function goOn(doing: Doing | undefined): Command {
  const run = () => doing?.registerAndGoOn()
  return { id: 'arrival-register-next', label: () => t.registerNext, group, keys: 'Mod+Enter', run }
}
