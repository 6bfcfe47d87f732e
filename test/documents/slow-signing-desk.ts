import { eq } from 'drizzle-orm'
import { documents } from '#db/documents/schema.ts'
import { journal } from '#db/kernel/schema.ts'
import type { OpenSigning } from '#server/signing/door.ts'
import { openCscService } from '#test/signing/csc-service.ts'
import { openAuthority } from '#test/signing/enrolled.ts'
import { rsaKey } from '#test/signing/signing-desk.ts'
import { actorOf } from '#test/support/world.ts'
import { type Answered, giveKeys, newKey, openOutgoingDesk } from './outgoing-desk.ts'

type Completed = Answered & { waiting: boolean }

/** A desk whose leader signs with a key that answers later: a remote service and a program on the signer's computer are both set up. */
export async function openSlowSigningDesk(options: { at?: string } = {}) {
  const key = rsaKey()
  const service = await openCscService(key, [])
  const env = {
    REMOTE_SIGNING_URL: service.url,
    REMOTE_SIGNING_CLIENT_ID: service.client,
    REMOTE_SIGNING_CLIENT_SECRET: service.secret,
    SIGNING_AGENT_URL: 'wss://127.0.0.1:8987',
  }
  const desk = await openOutgoingDesk({ ...options, env })
  const { house, world, call } = desk
  await giveKeys(desk)
  const authority = await openAuthority(house)
  const chain = authority.chainFor(key, 'Phó Chủ tịch thử')
  service.chain.push(...chain)
  return {
    ...{ desk, env, key, service, authority, chain },
    person: { holder: 'person' as const, holderId: actorOf(world, 'pct').personId },
    prepare: (laid: Answered, who = 'pct') =>
      call<OpenSigning>(who, `POST /documents/${laid.id}/prepare-signing`, { revision: laid.revision }),
    complete: (
      laid: Answered,
      signingId: string,
      more: Record<string, unknown> = {},
      by: { who?: string; operation?: string } = {},
    ) =>
      call<Completed>(
        by.who ?? 'pct',
        `POST /documents/${laid.id}/complete-signing`,
        { revision: laid.revision, signingId, ...more },
        by.operation ?? newKey(),
      ),
    rowOf: async (id: string) => (await house.db.select().from(documents).where(eq(documents.id, id)))[0]!,
    actsOf: async (id: string) => {
      const rows = await house.db
        .select()
        .from(journal)
        .where(eq(journal.stream, `document:${id}`))
      return rows.map(({ act }) => act)
    },
  }
}
