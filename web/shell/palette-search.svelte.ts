import { type Command, commands } from '../kernel/commands.svelte.ts'
import { finds } from '../kernel/find.ts'
import { foldVietnamese } from '../kernel/fold.ts'
import { isComposing } from '../kernel/keys.ts'

/** What the palette shows for what was typed, and which line is meant. */
export class PaletteSearch {
  query = $state('')
  at = $state(0)
  readonly found = $derived(byQuery(commands.here, this.query))
  readonly current = $derived(this.found[Math.min(this.at, this.found.length - 1)])
  readonly #close: () => void

  constructor(close: () => void) {
    this.#close = close
  }

  restart(): void {
    this.query = ''
    this.at = 0
  }

  /** Arrows move, Enter does; nothing while an input method composes. */
  press(event: KeyboardEvent): void {
    if (isComposing(event)) return
    const count = this.found.length
    if (event.key === 'ArrowDown') this.at = (this.at + 1) % Math.max(1, count)
    else if (event.key === 'ArrowUp') this.at = (this.at - 1 + count) % Math.max(1, count)
    else if (event.key === 'Enter' && this.current) this.run(this.current)
    else {
      if (event.key.length === 1) this.at = 0
      return
    }
    event.preventDefault()
  }

  run(command: Command): void {
    this.#close()
    setTimeout(() => command.run())
  }
}

/** The commands that every word of `query` finds by label, group or alias, tones optional; hits of the whole phrase, then in the label, first. */
export function byQuery(all: readonly Command[], query: string): Command[] {
  const phrase = foldVietnamese(query.trim())
  const rank = (it: Command) => {
    if (foldVietnamese(it.label()).includes(phrase)) return 0
    return finds(query, it.label()) ? 1 : 2
  }
  return all
    .filter((it) => !it.keysOnly && finds(query, `${it.label()} ${it.group()} ${it.aliases ?? ''}`))
    .sort((a, b) => rank(a) - rank(b))
}
