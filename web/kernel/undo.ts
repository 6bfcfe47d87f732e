import { shellTexts as t } from './messages/shell.ts'
import { toasts } from './toasts.svelte.ts'

/** An act that waits a little before it is sent, so that the person may take it back. */
export interface Undoable {
  /** What the toast says was done: `Đã gửi công văn 664/UBND-TH`. */
  text: string
  /** Sends the act. Runs once: after the wait, or when the page is left. */
  commit: () => unknown
  /** Puts the screen back as it was. */
  revert: () => unknown
  /** 10 seconds unless told. */
  wait_ms?: number
}

/** Shows the act as done, and commits it unless undo is pressed within the wait. Answers true when it was committed. */
export function undoable({ text, commit, revert, wait_ms = 10_000 }: Undoable): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (committed: boolean) => {
      clearTimeout(timer)
      removeEventListener('pagehide', send)
      toasts.close(toast)
      void Promise.resolve(committed ? commit() : revert()).finally(() => resolve(committed))
    }
    const send = () => settle(true)
    const timer = setTimeout(send, wait_ms)
    addEventListener('pagehide', send, { once: true })
    const toast = toasts.show(text, { life_ms: 0, action: { label: t.undo, run: () => settle(false) } })
  })
}
