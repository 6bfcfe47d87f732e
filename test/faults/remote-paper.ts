import { giveKey } from '#test/signing/enrolled.ts'
import { killedWhen } from './killed-when.ts'
import { openSlowPaper } from './slow-paper.ts'

/** A paper before a leader who signs with a remote key, a PIN and a code. */
export async function openRemotePaper() {
  const slow = await openSlowPaper()
  const { server, service, chain } = slow
  const remote = { kind: 'remote' as const, chain, parameters: { credentialID: service.credentialID } }
  await giveKey(slow.desk.house, slow.person, remote)
  return {
    ...slow,
    proof: () => ({ pin: service.behaviour.pin, code: service.behaviour.code }),
    newCode: () => void (service.behaviour.code = String(Math.random()).slice(2, 8)),
    /** Kills the server while it waits for this answer of the service, which does its part all the same. */
    async killedWhileAsking(method: string, request: () => Promise<unknown>): Promise<void> {
      const [reached, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      service.behaviour.before = async (called) => {
        if (called !== method) return
        reached.resolve()
        await gone.promise
      }
      await killedWhen(server, request, () => reached.promise)
      service.behaviour.before = () => undefined
      gone.resolve()
    },
  }
}
