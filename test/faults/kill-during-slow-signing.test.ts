import { expect, test, vi } from 'vitest'
import { killedWhen, until } from './killed-when.ts'
import { auditOf } from './server-process.ts'
import { openRemotePaper } from './remote-paper.ts'

/*
 * One paper, signed with a remote key and a code. The server is killed between every two steps up to the signature value, one kill
 * after the other; after each the file is the old one, the journal agrees, and the signer goes on from there. What follows the value:
 * kill-during-embedding.test.ts.
 */

vi.setConfig({ testTimeout: 60_000 })
const slow = await openRemotePaper()
const { server, service, once, complete, killedAt, killedWhileAsking, proof, newCode, standing } = slow
const prepare = () => once('prepare-signing')

test('while the service says what it needs: nothing was begun', async () => {
  await killedWhileAsking('credentials/info', prepare)
  expect(await standing()).toEqual(['awaiting_signature'])
  await server.start()
})

test('before the prepared signing is committed: nothing was begun, and nothing is journalled', async () => {
  await killedAt(slow.beforeCommit, prepare)
  expect(await standing()).toEqual(['awaiting_signature'])
  await server.start()
})

test('after it was prepared: a reload finds it', async () => {
  await killedWhen(server, prepare, () => until(async () => (await slow.signingRows()).length === 1))
  expect(await standing()).toEqual(['prepared', 'awaiting_signature'])
  await server.start()
  expect(await slow.waiting()).toMatchObject({ id: (await slow.signingRows())[0]!.id, state: 'prepared' })
})

test('while the service sends the code: it is on its way, and asking again is harmless', async () => {
  const [row] = await slow.signingRows()
  const send = () => once('send-signing-code', { signingId: row!.id })
  await killedWhileAsking('credentials/getChallenge', send)
  expect(await standing()).toEqual(['prepared', 'awaiting_signature'])
  await server.start()
  expect(await send()).toMatchObject({ status: 200, body: { sent: true } })
})

test('while the service tries the code: the code is spent, nothing is signed, a new one is needed', async () => {
  await killedWhileAsking('credentials/authorize', () => complete(proof()))
  expect(await standing()).toEqual(['prepared', 'awaiting_signature'])
  await server.start()
  expect((await complete(proof())).body).toMatchObject({ error: { reason: 'key_unusable' } })
  expect(await standing()).toEqual(['prepared', 'awaiting_signature'])
})

test('while the service signs: the value is lost, and with a new code the paper is signed once', async () => {
  newCode()
  await killedWhileAsking('signatures/signHash', () => complete(proof()))
  expect(await standing()).toEqual(['prepared', 'awaiting_signature'])
  await server.start()
  newCode()
  expect(await complete(proof())).toMatchObject({ status: 200, body: { waiting: false, state: 'signed' } })
  expect(await standing()).toEqual(['embedded', 'signed'])
  expect((await auditOf(slow.ground)).faults).toEqual([])
  expect(service.calls.filter((method) => method === 'signatures/signHash')).toHaveLength(2)
})
