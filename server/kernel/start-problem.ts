/** The start cannot succeed and a person can mend it: the message names the cause and the fix, for the terminal, without a stack. */
export class StartProblem extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'StartProblem'
  }
}

/** What to print when the start failed: one clear text where a person can mend it, everything there is to know where it is a bug. */
export function whyNotStarted(error: unknown): string {
  if (error instanceof StartProblem) return `eCabinet cannot start: ${error.message}`
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `eCabinet cannot start: the address is taken (${error.message}). Stop the program that has it, or set PORT to another number or 0.`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
