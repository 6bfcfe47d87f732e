import type { House } from '#server/kernel/house.ts'
import { act, actorOf, answerJson, body, commandOf, idParam, newRoutes, params, read } from '#server/kernel/http.ts'
import { awaitingSignatureOf } from './awaiting-signature.queries.ts'
import { beginSigningBatch, beginSigningBatchInput } from './begin-signing-batch.ts'
import { cancelSigningBatch } from './cancel-signing-batch.ts'
import { resumeSigningBatch, resumeSigningBatchInput } from './resume-signing-batch.ts'
import { batchDetailFor, ownBatches } from './signing-batch-view.queries.ts'

/** Signing many documents with one PIN. A PIN is no part of what is kept of a command, not even hashed. */
export function signingBatchesRoutes(house: House) {
  const now = () => house.clock.now()
  return newRoutes()
    .get('/signing-batches/candidates', (c) => read(c, awaitingSignatureOf))
    .get('/signing-batches', (c) => read(c, (tx, actor) => ownBatches(tx, actor, now())))
    .get('/signing-batches/:id', params(idParam), (c) =>
      read(c, (tx, actor) => batchDetailFor(tx, actor, { ...c.req.valid('param'), now: now() })),
    )
    .post('/signing-batches', body(beginSigningBatchInput), async (c) => {
      const { pin, ...asked } = c.req.valid('json')
      const ground = { house, actor: actorOf(c), command: commandOf(c, 'beginSigningBatch', asked) }
      return answerJson(c, await beginSigningBatch(ground, { ...asked, pin }))
    })
    .post('/signing-batches/:id/resume', params(idParam), body(resumeSigningBatchInput), async (c) => {
      const { pin, ...asked } = { ...c.req.valid('param'), ...c.req.valid('json') }
      const ground = { house, actor: actorOf(c), command: commandOf(c, 'resumeSigningBatch', asked) }
      return answerJson(c, await resumeSigningBatch(ground, { ...asked, pin }))
    })
    .post('/signing-batches/:id/cancel', params(idParam), (c) =>
      act(c, 'cancelSigningBatch', (work) => cancelSigningBatch(work, c.req.valid('param'))),
    )
}
