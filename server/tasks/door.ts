/** What other rooms may use of tasks. */
export { giveTask, type GiveTaskInput } from './give-task.ts'
export { taskIdsOfMeeting } from './task.queries.ts'
