import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import { newRoutes, params, query, read } from '#server/kernel/http.ts'
import { rateListFor, rateListQuery } from './rate-list.queries.ts'
import { periodQuery, ratesFor } from './rates.queries.ts'

const agencyParam = z.object({ agencyId: z.uuid() })

/** The rates and the lists behind their numbers. */
export function reportsRoutes(house: House) {
  const now = () => house.clock.now()
  return newRoutes()
    .get('/reports/rates', query(periodQuery), (c) =>
      read(c, (tx, actor) => ratesFor(tx, actor, { ...c.req.valid('query'), now: now() })),
    )
    .get('/reports/rates/:agencyId/list', params(agencyParam), query(rateListQuery), (c) =>
      read(c, (tx, actor) => rateListFor(tx, actor, { ...c.req.valid('param'), ...c.req.valid('query'), now: now() })),
    )
}
