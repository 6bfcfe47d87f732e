import { expect, test, vi } from 'vitest'
import { newKey } from '#test/documents/outgoing-desk.ts'
import { killedWhen, until } from './killed-when.ts'
import { auditOf } from './server-process.ts'
import { openRemotePaper } from './remote-paper.ts'

/*
 * One paper, signed with a remote key and a code. The server is killed between every two steps from the signature value to the moved
 * document, one kill after the other. A value that was kept is never asked for again.
 */

vi.setConfig({ testTimeout: 60_000 })
const slow = await openRemotePaper()
const { server, service, once, complete, killedAt, proof, newCode, standing } = slow
const asked = () => service.calls.filter((method) => method === 'signatures/signHash').length

test('the value came and was not kept: nothing is signed, and a new code is needed', async () => {
  expect((await once('prepare-signing')).status).toBe(200)
  await killedAt(slow.beforeKeeping, () => complete(proof()))
  expect([await standing(), asked()]).toEqual([['prepared', 'awaiting_signature'], 1])
  await server.start()
})

test('the value was kept and the file written, not committed: the paper is as before', async () => {
  newCode()
  await killedAt(slow.beforeCommit, () => complete(proof()))
  expect([await standing(), asked()]).toEqual([['signed', 'awaiting_signature'], 2])
  await server.start()
  expect(await slow.waiting()).toMatchObject({ state: 'signed' })
})

test('the signature was embedded: without PIN or code, and the document still has its old file', async () => {
  await slow.killedBetweenFileAndDocument(() => complete())
  expect([await standing(), asked()]).toEqual([['embedded', 'awaiting_signature'], 2])
  await server.start()
})

test('the document was being moved: it still has its old file', async () => {
  await killedAt(slow.beforeCommit, () => complete())
  expect([await standing(), asked()]).toEqual([['embedded', 'awaiting_signature'], 2])
  await server.start()
})

test('the document was moved: the same operation hears that it is signed, another that it looks at an old state', async () => {
  const isSigned = async () => (await slow.rowOf(slow.paper.id)).state === 'signed'
  await killedWhen(server, complete, () => until(isSigned))
  expect([await standing(), asked()]).toEqual([['embedded', 'signed'], 2])
  await server.start()
  expect(await complete()).toMatchObject({ status: 200, body: { waiting: false, state: 'signed' } })
  expect((await complete({}, newKey())).body).toMatchObject({ error: { reason: 'stale' } })
  expect((await once('prepare-signing')).body).toMatchObject({ error: { reason: 'stale' } })
  expect([await standing(), asked()]).toEqual([['embedded', 'signed'], 2])
  expect((await auditOf(slow.ground)).faults).toEqual([])
})
