import { untrack } from 'svelte'
import { announcements } from './announce.svelte.ts'

/** A short message at the edge of the screen. */
export interface Toast {
  id: number
  text: string
  tone: 'ok' | 'info' | 'danger'
  /** One thing to do about it, such as undo. */
  action?: { label: string; run: () => void } | undefined
  /** When it leaves by itself; 0 stays until closed. */
  life_ms: number
}

class Toasts {
  shown = $state.raw<Toast[]>([])
  #last = 0

  /** Shows a toast and reads it out; answers its id. Refusals stay until closed, the rest 6 seconds. */
  show(text: string, options: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
    const tone = options.tone ?? 'ok'
    const toast = { tone, life_ms: tone === 'danger' ? 0 : 6_000, ...options, id: ++this.#last, text }
    this.shown = [...untrack(() => this.shown).slice(-3), toast]
    if (tone === 'danger') announcements.interrupt(text)
    else announcements.say(text)
    if (toast.life_ms > 0) setTimeout(() => this.close(toast.id), toast.life_ms)
    return toast.id
  }

  close(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id)
  }
}

export const toasts = new Toasts()
