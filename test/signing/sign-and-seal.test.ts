import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { journal } from '#db/kernel/schema.ts'
import { keyStores } from '#db/signing/schema.ts'
import { beginSigning } from '#server/signing/begin-signing.ts'
import { completeSigning } from '#server/signing/complete-signing.ts'
import { FIELDS, newestReport, sealAsAgency, seedDemoKeys, signAsLeader } from '#server/signing/door.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf } from '#test/support/world.ts'
import { preparedLetter } from './two-signature-desk.ts'

const { house, world, clock } = await openTestHouse()
const subject = { kind: 'document' as const, id: '6640000a-0000-4000-8000-000000000664' }
const pin = '246810'
const leader = { house, actor: actorOf(world, 'pct') }
const clerk = { house, actor: actorOf(world, 'vanthu') }
const lines = { numberLine: 'Số: 664/UBND-TH', dateLine: 'An Giang, ngày 23 tháng 6 năm 2020' }

async function letter(): Promise<string> {
  return (await house.blobs.put(await preparedLetter())).sha256
}

beforeAll(async () => {
  const { personId, personName, title, agencyId } = leader.actor
  const agency = 'Ủy ban nhân dân tỉnh An Giang'
  await seedDemoKeys(
    house,
    house.db,
    [
      { holder: 'person', holderId: personId, name: personName, title, agency },
      { holder: 'agency', holderId: agencyId, name: agency, shortName: 'UBND tỉnh An Giang', code: 'H01' },
    ],
    pin,
  )
})

describe('a letter is signed and sealed', () => {
  test('both signatures are valid and the first allows what the clerk filled in', async () => {
    const baseSha256 = await letter()
    const first = await signAsLeader(leader, { subject, baseSha256, pin })
    const second = await sealAsAgency(clerk, { subject, baseSha256: first.sha256, pin, ...lines })
    const found = await newestReport(house.db, second.sha256)
    expect(found?.report.overall).toBe('valid')
    expect(found?.report.signatures.map(({ field, kind, changesAfter }) => [field, kind, changesAfter])).toEqual([
      [FIELDS.leader, 'person', 'permitted'],
      [FIELDS.seal, 'agency', 'none'],
    ])
  })

  test('what is signed stands in the journal before and after', async () => {
    const acts = await house.db
      .select()
      .from(journal)
      .where(eq(journal.stream, `document:${subject.id}`))
    expect(acts.map(({ act }) => act)).toEqual([
      'signing.prepared',
      'signing.embedded',
      'signing.prepared',
      'signing.embedded',
    ])
  })
})

test('a large letter is signed and verified without ever standing whole in the memory of the server', async () => {
  const ballast_bytes = 40_000_000
  const { sha256: baseSha256 } = await house.blobs.put(await preparedLetter({ ballast_bytes }))
  const bytes = async (sha256: string) => {
    expect(await house.blobs.sizeOf(sha256)).toBeLessThan(1_000_000)
    return house.blobs.bytes(sha256)
  }
  const ground = { ...leader, house: { ...house, blobs: { ...house.blobs, bytes } } }
  const signed = await signAsLeader(ground, { subject, baseSha256, pin })
  expect(signed.size_bytes).toBeGreaterThan(ballast_bytes)
  expect((await newestReport(house.db, signed.sha256))?.report.overall).toBe('valid')
})

describe('what is refused', () => {
  test('a seal without the first signature', async () => {
    const sealing = sealAsAgency(clerk, { subject, baseSha256: await letter(), pin, ...lines })
    await expect(sealing).rejects.toMatchObject({ reason: 'first_signature_missing' })
  })

  test('a seal by anyone but a clerk', async () => {
    const sealing = sealAsAgency(leader, { subject, baseSha256: await letter(), pin, ...lines })
    await expect(sealing).rejects.toMatchObject({ code: 'forbidden', reason: 'only_clerks_seal' })
  })

  test('a signer without a key', async () => {
    const signing = signAsLeader(clerk, { subject, baseSha256: await letter(), pin })
    await expect(signing).rejects.toMatchObject({ reason: 'key_missing' })
  })

  test('a certificate that has expired', async () => {
    const baseSha256 = await letter()
    clock.advance({ days: 4000 })
    const signing = signAsLeader(leader, { subject, baseSha256, pin })
    await expect(signing).rejects.toMatchObject({ reason: 'certificate_expired' })
    clock.advance({ days: -4000 })
  })

  test('a value that another key made, and one that comes too late', async () => {
    const wish = { subject, baseSha256: await letter(), field: FIELDS.leader }
    const signer = { holder: 'person' as const, holderId: leader.actor.personId }
    const { signingId } = await beginSigning(leader, { ...wish, signer })
    const foreign = completeSigning(leader, { signingId, signature: Buffer.alloc(70, 1) })
    await expect(foreign).rejects.toMatchObject({ reason: 'signature_foreign' })
    clock.advance({ minutes: 31 })
    const late = completeSigning(leader, { signingId, signature: Buffer.alloc(70, 1) })
    await expect(late).rejects.toMatchObject({ reason: 'signing_expired' })
    clock.advance({ minutes: -31 })
  })
})

describe('a wrong PIN', () => {
  test('is counted down, forgiven by the right one, and locks at the fifth in a row', async () => {
    const baseSha256 = await letter()
    const attempt = (tried: string) => signAsLeader(leader, { subject, baseSha256, pin: tried })
    for (const left of [4, 3, 2, 1])
      await expect(attempt('000000')).rejects.toMatchObject({ reason: 'pin_wrong', data: { left } })
    await expect(attempt(pin)).resolves.toMatchObject({ sha256: expect.any(String) })
    for (const left of [4, 3, 2, 1]) await expect(attempt('111111')).rejects.toMatchObject({ data: { left } })
    await expect(attempt('111111')).rejects.toMatchObject({ code: 'limited', reason: 'key_locked' })
    await expect(attempt(pin)).rejects.toMatchObject({ reason: 'key_locked' })
    const locked = await house.db.select().from(keyStores)
    expect(locked.filter(({ lockedAt }) => lockedAt !== null)).toHaveLength(1)
  })
})
