/** A deadline of one press: that of whoever gave the work, some working days, or a day of one's own. */
export type DeadlineChoice = 'given' | '3' | '5' | '7' | 'day'

/** The working days that can be pressed. */
export const quickDays = ['3', '5', '7'] as const satisfies DeadlineChoice[]

/** The deadline as the acts take it; null leaves the one that was given. Working days are counted by the server. */
export function deadlineOf(choice: DeadlineChoice, day: string): { workingDays: number } | { on: string } | null {
  if (choice === 'given') return null
  return choice === 'day' ? { on: day } : { workingDays: Number(choice) }
}
