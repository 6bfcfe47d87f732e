import type { PeriodChoice } from './period-choice.ts'

/** What every number of the board needs to know of its page: the period, and whether its lists may be opened. */
export interface BoardGround {
  choice: PeriodChoice
  opensLists: boolean
}
