import { z } from 'zod'
import { serveFile } from '#server/files/door.ts'
import type { House } from '#server/kernel/house.ts'
import { act, actorOf, body, idParam, newRoutes, params, query, read } from '#server/kernel/http.ts'
import { arrivalDetailFor } from './arrival-detail.queries.ts'
import { arrivalFileVisibleTo } from './arrival-file.ts'
import { arrivalRegisterFor, registerQuery } from './arrival-register.queries.ts'
import { handlingSlipFor } from './arrival-slip.queries.ts'
import { arrivalVerificationFor } from './arrival-verification.queries.ts'
import { arrivalCountsVisibleTo, arrivalsQuery, arrivalsVisibleTo } from './arrivals.queries.ts'
import { assignPerson, assignPersonInput } from './assign-person.ts'
import { finishAssignment, finishAssignmentInput } from './finish-assignment.ts'
import { giveDirection, giveDirectionInput } from './give-direction.ts'
import { refuseArrival, refuseArrivalInput } from './refuse-arrival.ts'
import { registerArrival, registerArrivalInput } from './register-arrival.ts'
import { returnAssignment, returnAssignmentInput } from './return-assignment.ts'
import { startWork } from './start-work.ts'

const fileParams = idParam.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })

/** The arrivals desk, one arrival, its acts, and the acts on the nodes of its tree. */
export function arrivalsRoutes(house: House) {
  const now = () => house.clock.now()
  return newRoutes()
    .get('/arrivals', query(arrivalsQuery), (c) =>
      read(c, (tx, actor) => arrivalsVisibleTo(tx, actor, c.req.valid('query'))),
    )
    .get('/arrivals/counts', (c) => read(c, arrivalCountsVisibleTo))
    .get('/arrivals/register', query(registerQuery), (c) =>
      read(c, (tx, actor) => arrivalRegisterFor(tx, actor, c.req.valid('query'))),
    )
    .get('/arrivals/:id', params(idParam), (c) =>
      read(c, (tx, actor) => arrivalDetailFor(tx, actor, { ...c.req.valid('param'), now: now() })),
    )
    .get('/arrivals/:id/slip', params(idParam), (c) =>
      read(c, (tx, actor) => handlingSlipFor(tx, actor, { ...c.req.valid('param'), now: now() })),
    )
    .get('/arrivals/:id/verification', params(idParam), (c) =>
      read(c, (tx, actor) => arrivalVerificationFor(tx, actor, c.req.valid('param').id)),
    )
    .get('/arrivals/:id/files/:sha256', params(fileParams), async (c) =>
      serveFile(c, await arrivalFileVisibleTo(house, actorOf(c), c.req.valid('param'))),
    )
    .post('/arrivals/:id/register', params(idParam), body(registerArrivalInput), (c) =>
      act(c, 'registerArrival', (work) => registerArrival(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/arrivals/:id/refuse', params(idParam), body(refuseArrivalInput), (c) =>
      act(c, 'refuseArrival', (work) => refuseArrival(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/arrivals/:id/direction', params(idParam), body(giveDirectionInput), (c) =>
      act(c, 'giveDirection', (work) => giveDirection(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .route('/', assignmentsRoutes())
}

function assignmentsRoutes() {
  return newRoutes()
    .post('/assignments/:id/assign', params(idParam), body(assignPersonInput), (c) =>
      act(c, 'assignPerson', (work) => assignPerson(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/assignments/:id/start', params(idParam), (c) =>
      act(c, 'startWork', (work) => startWork(work, c.req.valid('param'))),
    )
    .post('/assignments/:id/finish', params(idParam), body(finishAssignmentInput), (c) =>
      act(c, 'finishAssignment', (work) => finishAssignment(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/assignments/:id/return', params(idParam), body(returnAssignmentInput), (c) =>
      act(c, 'returnAssignment', (work) => returnAssignment(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
}
