import { untrack } from 'svelte'
import { recall, remember } from './remembered.ts'
import { isComposing, isSingleKey, type KeyPress, pressed } from './keys.ts'

/** Something a person can do here: the palette finds it by `label`, the `?` sheet lists its `keys`, and `keys` do it. */
export interface Command {
  /** Stable word; a later registration with the same id replaces the earlier one while it lives. */
  id: string
  /** Read at every showing, so that it follows the language. */
  label: () => string
  /** Heading in palette and sheet: the page's name or `Điều hướng`. */
  group: () => string
  /** As in {@link pressed}: `Mod+Enter`, `KeyE`. Never Backspace or Delete, which input methods send. */
  keys?: string
  /** Other words by which the palette finds it. */
  aliases?: string
  /** True for what the palette need not list, such as opening it; the sheet of keys still does. */
  keysOnly?: boolean
  run: () => unknown
}

class Commands {
  #registered = $state.raw<Command[][]>([])
  /** False when the person switched single-key shortcuts off; those with Ctrl or Alt stay. */
  singleKeys = $state(recall('single-keys') !== 'off')

  /** What can be done on the present page, latest offer first. */
  readonly here = $derived(uniqueById(this.#registered.flat()))

  /** Adds commands for as long as a page lives: `$effect(() => commands.offer([...]))`. Answers the withdrawal. */
  offer(offered: Command[]): () => void {
    const change = (next: (now: Command[][]) => Command[][]) =>
      untrack(() => (this.#registered = next(this.#registered)))
    change((now) => [offered, ...now])
    return () => change((now) => now.filter((other) => other !== offered))
  }

  allowSingleKeys(allowed: boolean): void {
    this.singleKeys = allowed
    remember('single-keys', allowed ? 'on' : 'off')
  }

  /** The command that this press means, or undefined while someone types or an input method composes. */
  meantBy(press: KeyPress, isTyping: boolean): Command | undefined {
    if (isComposing(press)) return undefined
    return this.here.find(({ keys }) => {
      if (!keys || !pressed(press, keys)) return false
      return !isSingleKey(keys) || (this.singleKeys && !isTyping)
    })
  }

  /** The one key listener of the page; bound to `window` by the shell. */
  readonly onkeydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('dialog:modal')) return
    const command = this.meantBy(event, isTypingIn(event.target))
    if (!command) return
    event.preventDefault()
    command.run()
  }
}

export const commands = new Commands()

/** True when letters typed at `target` belong to it. */
export function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
}

function uniqueById(all: Command[]): Command[] {
  const ids = new Set<string>()
  return all.filter(({ id }) => !ids.has(id) && ids.add(id))
}
