import { shellTexts as t } from '../kernel/messages/shell.ts'
import { paths } from '../kernel/paths.ts'
import type { IconName } from '../parts/icons.ts'

/** One entry of the main navigation. */
export interface Room {
  path: string
  icon: IconName
  label: () => string
  /** The word under the icon on narrow screens; part of the label. */
  short: () => string
  /** `G` then this key would be a chord that Telex eats, so rooms open by Alt and a digit. */
  keys: string
}

/** The main navigation, in the order of a day's work. */
export const rooms: readonly Room[] = [
  { path: paths.today, icon: 'home', label: () => t.today, short: () => t.today, keys: 'Alt+Digit1' },
  {
    path: paths.arrivals,
    icon: 'document-in',
    label: () => t.arrivals,
    short: () => t.arrivalsShort,
    keys: 'Alt+Digit2',
  },
  {
    path: paths.outgoing,
    icon: 'document-out',
    label: () => t.outgoing,
    short: () => t.outgoingShort,
    keys: 'Alt+Digit3',
  },
  { path: paths.meetings, icon: 'people', label: () => t.meetings, short: () => t.meetingsShort, keys: 'Alt+Digit4' },
  { path: paths.tasks, icon: 'task', label: () => t.tasks, short: () => t.tasks, keys: 'Alt+Digit5' },
  { path: paths.steering, icon: 'chart', label: () => t.steering, short: () => t.steering, keys: 'Alt+Digit6' },
]

/** True when `path` is in the room at `root`: the page itself or below it. Today is only itself. */
export function isIn(root: string, path: string): boolean {
  return path === root || (root !== '/' && path.startsWith(`${root}/`))
}
