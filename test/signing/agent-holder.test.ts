import { describe, expect, test } from 'vitest'
import { openLocalAgent } from '#web/documents/local-agent.ts'
import { openAgentService } from './agent-service.ts'
import { keyHolderContract } from './key-holder.contract.ts'
import { identityWith, rsaKey } from './signing-desk.ts'

const key = rsaKey()
const { chain } = identityWith(key)
const text = Buffer.from('văn bản')
const refusal = (reason: string) => expect.objectContaining({ reason })

describe('a signing program on the signer’s computer, as the browser speaks to it', async () => {
  const right = await openAgentService(key, chain)
  const wrong = await openAgentService(key, chain, { pin: 'wrong' })
  keyHolderContract(
    () => openLocalAgent(right.url),
    () => openLocalAgent(wrong.url),
  )
})

test('one that is not there, and one that breaks off, are refused by name', async () => {
  await expect(openLocalAgent('ws://127.0.0.1:9')).rejects.toEqual(refusal('key_gone'))
  const service = await openAgentService(key, chain)
  const holder = await openLocalAgent(service.url)
  service.behaviour.silent = true
  await expect(holder.sign([text], holder.schemes[0]!)).rejects.toEqual(refusal('key_gone'))
})

test('a window that the signer closed is no error of the key', async () => {
  const service = await openAgentService(key, chain, { pin: 'cancelled' })
  const holder = await openLocalAgent(service.url)
  await expect(holder.sign([text], holder.schemes[0]!)).rejects.toEqual(refusal('agent_cancelled'))
})
