import { untrack } from 'svelte'

/**
 * What screen readers are told. Polite waits for a pause ("đã cấp số 123"); assertive interrupts (a vote opened, the connection is lost).
 * The open dialog repeats the region inside itself, because everything behind a modal is silent.
 */
class Announcements {
  polite = $state('')
  assertive = $state('')

  /** Says `text` at the next pause. The same text twice is said twice. */
  say(text: string): void {
    this.polite = again(
      text,
      untrack(() => this.polite),
    )
  }

  /** Says `text` at once. */
  interrupt(text: string): void {
    this.assertive = again(
      text,
      untrack(() => this.assertive),
    )
  }
}

export const announcements = new Announcements()

/** A text that differs from the last one, since readers say only what changes. */
function again(text: string, last: string): string {
  return last === text ? `${text}\u00a0` : text
}
