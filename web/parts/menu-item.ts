import type { IconName } from './icons.ts'

/** One line of a Menu. */
export interface MenuItem {
  label: string
  run?: () => unknown
  /** Makes the line a link. */
  href?: string
  icon?: IconName
  /** A quieter second line. */
  detail?: string
  /** Present: the line is one of a choice, and whether it is the chosen one. */
  checked?: boolean
  danger?: boolean
  disabled?: boolean
  /** A shortcut that does the same, such as `Mod+Enter`. */
  keys?: string
  /** Starts a group with this heading. */
  heading?: string
}
