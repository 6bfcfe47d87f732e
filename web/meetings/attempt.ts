import { ApiRefusal, whyNot } from '../kernel/refused.ts'
import { toasts } from '../kernel/toasts.svelte.ts'

/** Runs an act; a refusal is said in words and answered as undefined. */
export async function attempt<Answer>(run: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await run()
  } catch (error) {
    toasts.show(whyNot(error), { tone: 'danger' })
    return undefined
  }
}

/** True where the server could not be reached or could not answer: nothing was decided, so the same may be sent again. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiRefusal)) return false
  return error.reason !== 'internal' && ['offline', 'unavailable', 'limited'].includes(error.code)
}

/** Waits. */
export function pause(time_ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, time_ms))
}
