import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { documents } from '#db/documents/schema.ts'
import { identify } from '#server/identity/door.ts'
import type { House } from '#server/kernel/house.ts'
import { beginSigning } from '#server/signing/begin-signing.ts'
import { completeSigning } from '#server/signing/complete-signing.ts'
import { FIELDS } from '#server/signing/door.ts'
import { openKey } from '#server/signing/open-key.ts'
import { keyOf } from '#server/signing/key.queries.ts'
import { verifyFile } from '#server/signing/verify-file.ts'
import { inBenchHouse } from './bench-house.ts'
import { measureBatch } from './batch-rate.ts'
import { type Bench, median, type Tell } from './figure.ts'
import { type Letter, type LetterRoad, openLetterRoad } from './letter-road.ts'
import { visitorOf } from './people-in-session.ts'
import { measureSignature } from './signature-rate.ts'
import { measureOnCores } from './signing-on-cores.ts'
import { measureVerification } from './verification-rate.ts'

const sizes = {
  full: { signatures: 200, onCores_bytes: [1e6, 2e7, 1e8], large: 7, letters: 7, batch: 50, pause_ms: 2500 },
  small: { signatures: 3, onCores_bytes: [1e6], large: 0, letters: 1, batch: 2, pause_ms: 0 },
}

/**
 * The signature itself beside its arithmetic, and the two acts that people wait for: the leader's signature and the clerk's number and
 * seal, over HTTP as the desk sends them, with the time of each part of a signature.
 */
export const signingBench: Bench = async (scale, tell) => {
  const size = sizes[scale]
  await measureSignature(1e6, size.signatures, tell)
  await measureSignature(1e6, size.signatures, tell, 400)
  if (size.large > 0) await measureSignature(1e8, size.large, tell)
  await measureVerification(size.signatures, tell)
  await measureVerification(size.signatures, tell, 400)
  await measureOnCores(size.onCores_bytes, size.signatures, tell)
  await inBenchHouse(async (bench) => {
    const road = await openLetterRoad(bench)
    await measureActs(road, size, tell)
    await measureParts(bench.house, road, size, tell)
    await measureBatch(bench.house, road, size.batch, tell)
  })
}

type Size = (typeof sizes)[keyof typeof sizes]

/** Between two signatures a person reads the next paper; the pause gives the server the same time. */
async function measureActs(road: LetterRoad, { letters, pause_ms }: Size, tell: Tell): Promise<void> {
  const took = { sign: [] as number[], seal: [] as number[] }
  for (let n = 0; n < letters; n += 1) {
    const laid = await road.laidBeforeSigner(road.tree.slice(1, 4))
    await sleep(pause_ms)
    const signed = await timed(took.sign, () => road.sign(laid))
    await sleep(pause_ms)
    await timed(took.seal, () => road.numberAndSeal(signed))
  }
  const of = { metric: 'p50', unit: 'ms' }
  tell({ ...of, case: 'the leader signs, over HTTP', value: median(took.sign) })
  tell({ ...of, case: 'the clerk numbers and seals, over HTTP', value: median(took.seal) })
}

/** The steps of `signAsLeader`, one after the other and each timed. */
async function measureParts(house: House, road: LetterRoad, { letters, pause_ms }: Size, tell: Tell): Promise<void> {
  const { cookie } = await visitorOf(house, 'pct')
  const actor = (await identify(house, cookie))!
  const parts = {
    unlock: [] as number[],
    prepare: [] as number[],
    sign: [] as number[],
    embed: [] as number[],
    verify: [] as number[],
  }
  for (let n = 0; n < letters; n += 1) {
    const base = await fileOf(house, await road.laidBeforeSigner(road.tree.slice(1, 4)))
    await sleep(pause_ms)
    const signer = { holder: 'person', holderId: actor.personId } as const
    const held = (await keyOf(house.db, signer, house.clock.now()))!
    const key = await timed(parts.unlock, () => openKey(house, held.store, road.pin))
    const wish = {
      subject: { kind: 'document', id: base.id },
      baseSha256: base.sha256,
      field: FIELDS.leader,
      signer,
    } as const
    const begun = await timed(parts.prepare, () => beginSigning({ house, actor }, wish))
    const [signature] = await timed(parts.sign, () => key.sign([begun.tbs], begun.scheme))
    const made = { signingId: begun.signingId, signature: signature! }
    const { sha256 } = await timed(parts.embed, () => completeSigning({ house, actor }, made))
    await timed(parts.verify, () => verifyFile(house, sha256))
    await key.close()
  }
  for (const [part, values] of Object.entries(parts))
    tell({
      case: 'parts of a signature',
      metric: partNames[part as keyof typeof parts],
      value: median(values),
      unit: 'ms',
    })
}

const partNames = {
  unlock: 'open the key with its PIN',
  prepare: 'prepare and journal',
  sign: 'sign',
  embed: 'embed and keep',
  verify: 'verify and keep the finding',
}

async function fileOf(house: House, { id }: Letter): Promise<{ id: string; sha256: string }> {
  const [row] = await house.db.select({ sha256: documents.fileSha256 }).from(documents).where(eq(documents.id, id))
  return { id, sha256: row!.sha256! }
}

async function timed<Made>(into: number[], run: () => Promise<Made>): Promise<Made> {
  const started = performance.now()
  const made = await run()
  into.push(performance.now() - started)
  return made
}
