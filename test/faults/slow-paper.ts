import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { signings } from '#db/signing/schema.ts'
import { verifyFile } from '#server/signing/door.ts'
import type { OpenSigning } from '#server/signing/door.ts'
import { laidBeforeSigner, newKey } from '#test/documents/outgoing-desk.ts'
import { openSlowSigningDesk } from '#test/documents/slow-signing-desk.ts'
import { hold, killedWhen } from './killed-when.ts'
import { openDevice, startServer } from './server-process.ts'

/** A paper before a leader whose key answers later, a server that can be killed over it, and where that server can be stopped. */
export async function openSlowPaper() {
  const slow = await openSlowSigningDesk({ at: new Date().toISOString() })
  const { desk, env } = slow
  const { db, sql, blobs, config } = desk.house
  const ground = { databaseUrl: desk.url, dataDir: config.dataDir, env }
  const [server, paper] = await Promise.all([
    startServer(ground),
    laidBeforeSigner(desk, { dueOn: null, recipientIds: [desk.world.sttt] }),
  ])
  const leader = openDevice(() => server.url, await desk.cookieOf('pct'))
  const { fileSha256: base } = await slow.rowOf(paper.id)
  const signingRows = () => db.select().from(signings).where(eq(signings.subjectId, paper.id))

  /** One request, as a screen sends it: an answer that does not come is lost. */
  const once = (step: string, more: Record<string, unknown> = {}, key = newKey()) =>
    leader.send('POST', `/documents/${paper.id}/${step}`, { body: { revision: paper.revision, ...more }, key })
  /** The newest signing goes on, always under the same operation: with what the signer typed, or with nothing. */
  const operation = newKey()
  const complete = async (typed: Record<string, unknown> = {}, key = operation) => {
    const rows = await signingRows()
    const newest = rows.reduce((one, other) => (other.createdAt > one.createdAt ? other : one))
    return once('complete-signing', { signingId: newest.id, ...typed }, key)
  }

  /** Where a transaction of this paper writes its journal: all is done in it, nothing of it is committed. */
  const beforeCommit = () =>
    hold(sql, (tx) => tx`select 1 from journal_heads where stream = ${`document:${paper.id}`} for update`)
  /** Where the server keeps what it learnt about the paper's signings. */
  const beforeKeeping = () => hold(sql, (tx) => tx`select 1 from signings where subject_id = ${paper.id} for update`)
  const beforeMoving = () => hold(sql, (tx) => tx`select 1 from documents where id = ${paper.id} for update`)

  /** Kills the server at a lock that the test holds; what was not committed is gone. */
  const killedAt = async (place: typeof beforeCommit, request: () => Promise<unknown>) => {
    const held = await place()
    await killedWhen(server, request, held.wanted)
    await held.end()
  }
  /** Kills the server after it has embedded the signature and before it moves the document. */
  const killedBetweenFileAndDocument = async (request: () => Promise<unknown>) => {
    const journal = await beforeCommit()
    let document: Awaited<ReturnType<typeof hold>> | null = null
    await killedWhen(server, request, async () => {
      await journal.wanted()
      document = await beforeMoving()
      await journal.release()
      await document.wanted()
    })
    await document!.end()
  }
  return {
    ...{ ...slow, ground, server, paper, signingRows, once, complete },
    ...{ beforeCommit, beforeKeeping, killedAt, killedBetweenFileAndDocument },
    /** What a reload finds. */
    waiting: async () => (await leader.send('GET', `/documents/${paper.id}/signing`)).body['unfinished'] as OpenSigning,
    /**
     * The file of the document is the old one or the complete new one, and the journal says what the rows say. Answers how the rows
     * of the signings stand, and the document's own state.
     */
    async standing() {
      const { state, fileSha256 } = await slow.rowOf(paper.id)
      const rows = await signingRows()
      const embedded = rows.filter((row) => row.state === 'embedded')
      const acts = await slow.actsOf(paper.id)
      const count = (act: string) => acts.filter((one) => one === act).length
      expect(count('signing.prepared')).toBe(rows.length)
      expect(count('signing.embedded')).toBe(embedded.length)
      expect(count('document.sign')).toBe(state === 'signed' ? 1 : 0)
      expect(embedded.length).toBeLessThanOrEqual(1)
      expect(fileSha256).toBe(state === 'signed' ? embedded[0]!.resultSha256 : base)
      const old = Buffer.from(await blobs.bytes(base!))
      for (const { resultSha256 } of embedded) {
        const made = Buffer.from(await blobs.bytes(resultSha256!))
        expect(made.subarray(0, old.length).equals(old)).toBe(true)
        const { report } = await verifyFile(desk.house, resultSha256!)
        expect([report.overall, report.signatures.map(({ field }) => field)]).toEqual(['valid', ['leader_signature']])
      }
      return [...rows.map((row) => row.state).sort(), state]
    },
  }
}
