import { ApiRefusal } from '../kernel/refused.ts'

/** The reason for a later deadline as the acts take it: left out while none is written. */
export function lateReasonOf(text: string): { lateReason?: string } {
  return text.trim() === '' ? {} : { lateReason: text }
}

/** Tells when the server asks why a deadline lies behind the one it is part of, so that the form asks for the reason. */
export async function noticingLate<Answer>(sent: Promise<Answer>, ask: () => void): Promise<Answer> {
  try {
    return await sent
  } catch (error) {
    if (error instanceof ApiRefusal && error.reason === 'due_after_parent') ask()
    throw error
  }
}
