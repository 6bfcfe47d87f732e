/** What other rooms and commands may use of meetings. */
export { startNewEpoch } from './meeting.queries.ts'
