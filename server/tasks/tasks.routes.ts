import type { House } from '#server/kernel/house.ts'
import { act, body, idParam, newRoutes, params, query, read } from '#server/kernel/http.ts'
import { acceptTask, acceptTaskInput } from './accept-task.ts'
import { cancelTask } from './cancel-task.ts'
import { reportDone, reportDoneInput } from './report-done.ts'
import { reportProgress, reportProgressInput } from './report-progress.ts'
import { judgeTaskInput, returnTask } from './return-task.ts'
import { taskDetailVisibleTo, taskListQuery, tasksVisibleTo } from './task-list.queries.ts'

/** Work given to agencies: lists of both sides, reports, acceptance. */
export function tasksRoutes(house: House) {
  const now = () => house.clock.now()
  return newRoutes()
    .get('/tasks', query(taskListQuery), (c) =>
      read(c, (db, actor) => tasksVisibleTo(db, actor, { ...c.req.valid('query'), at: now() })),
    )
    .get('/tasks/:id', params(idParam), (c) =>
      read(c, (db, actor) => taskDetailVisibleTo(db, actor, { ...c.req.valid('param'), at: now() })),
    )
    .post('/tasks/:id/progress', params(idParam), body(reportProgressInput), (c) =>
      act(c, 'reportProgress', (work) => reportProgress(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/tasks/:id/done', params(idParam), body(reportDoneInput), (c) =>
      act(c, 'reportDone', (work) => reportDone(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/tasks/:id/accept', params(idParam), body(acceptTaskInput), (c) =>
      act(c, 'acceptTask', (work) => acceptTask(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/tasks/:id/return', params(idParam), body(judgeTaskInput), (c) =>
      act(c, 'returnTask', (work) => returnTask(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/tasks/:id/cancel', params(idParam), body(judgeTaskInput), (c) =>
      act(c, 'cancelTask', (work) => cancelTask(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
}
