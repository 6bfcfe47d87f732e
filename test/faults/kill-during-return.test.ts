import { expect, test, vi } from 'vitest'
import { giveKey } from '#test/signing/enrolled.ts'
import { signed } from '#test/signing/signing-desk.ts'
import { killedWhen, until } from './killed-when.ts'
import { auditOf } from './server-process.ts'
import { openSlowPaper } from './slow-paper.ts'

/*
 * One paper, signed by a program on the signer's computer that fetches the whole file and returns it. The server is killed between every
 * two steps, one kill after the other; after each the file is the old one or the returned one, and the journal agrees.
 */

vi.setConfig({ testTimeout: 60_000 })
const slow = await openSlowPaper()
const { desk, server, once, complete, killedAt, standing } = slow
await giveKey(desk.house, slow.person, { kind: 'agent', chain: slow.chain, parameters: { signs: 'file' } })

let ticket = ''
let file: Buffer
const at = () => `${server.url}/signing-agent/${ticket}`
const giveBack = async () => {
  const form = new FormData()
  form.append('uploadfile', new Blob([new Uint8Array(file)]), 'signed.pdf')
  return (await (await fetch(at(), { method: 'POST', body: form })).json()) as { Status: boolean }
}
const isReturned = async () => (await slow.signingRows()).some(({ returnedSha256 }) => returnedSha256 !== null)

test('after it was prepared, its ticket never told: the screen prepares anew', async () => {
  const rowThere = async () => (await slow.signingRows()).length === 1
  await killedWhen(
    server,
    () => once('prepare-signing'),
    () => until(rowThere),
  )
  expect(await standing()).toEqual(['prepared', 'awaiting_signature'])
  await server.start()
  expect(await slow.waiting()).toMatchObject({ agent: { tbs: null, ticket: null } })
  const { body } = await once('prepare-signing')
  ticket = (body['agent'] as { ticket: string }).ticket
})

test('the file came and was not noted: the program returns it again', async () => {
  const base = Buffer.from(await (await fetch(at())).arrayBuffer())
  const scheme = { kind: 'rsa-pkcs1', hash: 'sha256' } as const
  file = signed(base, slow, { field: 'leader_signature', scheme, signedAt: new Date() })
  await killedAt(slow.beforeKeeping, giveBack)
  expect([await standing(), await isReturned()]).toEqual([['prepared', 'prepared', 'awaiting_signature'], false])
  await server.start()
})

test('the file was noted: it is taken once, and the signer goes on with it', async () => {
  await killedWhen(server, giveBack, () => until(isReturned))
  expect(await standing()).toEqual(['prepared', 'prepared', 'awaiting_signature'])
  await server.start()
  expect(await giveBack()).toMatchObject({ Status: false })
})

test('the file was being accepted: nothing is signed', async () => {
  await killedAt(slow.beforeCommit, () => complete())
  expect(await standing()).toEqual(['prepared', 'prepared', 'awaiting_signature'])
  await server.start()
})

test('the file was accepted and the document not moved: the same operation moves it, once', async () => {
  await slow.killedBetweenFileAndDocument(() => complete())
  expect(await standing()).toEqual(['embedded', 'prepared', 'awaiting_signature'])
  await server.start()
  expect(await complete()).toMatchObject({ status: 200, body: { waiting: false, state: 'signed' } })
  expect(await standing()).toEqual(['embedded', 'prepared', 'signed'])
  expect((await auditOf(slow.ground)).faults).toEqual([])
})
