import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import { act, idParam, newRoutes, params, query, read } from '#server/kernel/http.ts'
import { acknowledgeRefusal } from './acknowledge-refusal.ts'
import { deliveriesVisibleTo, refusalsVisibleTo } from './delivery.queries.ts'

const ofDocument = z.object({ documentId: z.uuid() })

/** The matrix of recipients and states, and the refusals that the sender must see. */
export function exchangeRoutes(_house: House) {
  return newRoutes()
    .get('/deliveries', query(ofDocument), (c) =>
      read(c, (tx, actor) => deliveriesVisibleTo(tx, actor, c.req.valid('query').documentId)),
    )
    .get('/deliveries/refused', (c) => read(c, refusalsVisibleTo))
    .post('/deliveries/:id/acknowledge-refusal', params(idParam), (c) =>
      act(c, 'acknowledgeRefusal', (work) => acknowledgeRefusal(work, c.req.valid('param'))),
    )
}
