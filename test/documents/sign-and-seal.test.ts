import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { documents, numbers } from '#db/documents/schema.ts'
import { signingAuthorities } from '#db/identity/schema.ts'
import { commands, journal } from '#db/kernel/schema.ts'
import { newestReport } from '#server/signing/door.ts'
import { actorOf } from '#test/support/world.ts'
import { done, giveKeys, laidBeforeSigner, newKey, openOutgoingDesk, signedLetter, testPin } from './outgoing-desk.ts'

const desk = await openOutgoingDesk()
const { call, house, world } = desk
beforeAll(() => giveKeys(desk))

const rowOf = async (id: string) => (await house.db.select().from(documents).where(eq(documents.id, id)))[0]!
const bytesOf = async (id: string) => Buffer.from(await house.blobs.bytes((await rowOf(id)).fileSha256!))
const numbersOf = (id: string) => house.db.select().from(numbers).where(eq(numbers.documentId, id))
const sealing = (id: string, revision: number, key?: string, userName = 'vanthu') =>
  call(userName, `POST /documents/${id}/number-and-seal`, { revision, pin: testPin }, key)

describe('the signature', () => {
  test('is appended to the very file that was reviewed and is valid', async () => {
    const laid = await laidBeforeSigner(desk)
    const before = await bytesOf(laid.id)
    const signed = done(await call('pct', `POST /documents/${laid.id}/sign`, { revision: laid.revision, pin: testPin }))
    expect(signed.state).toBe('signed')
    const after = await bytesOf(laid.id)
    expect(after.subarray(0, before.length).equals(before)).toBe(true)
    const report = (await newestReport(house.db, (await rowOf(laid.id)).fileSha256!))!.report
    expect(report.overall).toBe('valid')
    const rows = await house.db
      .select()
      .from(journal)
      .where(eq(journal.stream, `document:${laid.id}`))
    const act = rows.find((row) => row.act === 'document.sign')!
    expect(act).toMatchObject({
      personId: actorOf(world, 'pct').personId,
      onBehalfOf: 'Chủ tịch',
      basis: 'ND30 art. 13',
    })
    expect(act.data).toMatchObject({ competence: 'KT. CHỦ TỊCH' })
  })

  test('is the named signer’s alone', async () => {
    const laid = await laidBeforeSigner(desk)
    for (const userName of ['chutich', 'pct.kinhte', 'chanhvanphong', 'vanthu', 'chuyenvien.th']) {
      const reply = await call(userName, `POST /documents/${laid.id}/sign`, { revision: laid.revision, pin: testPin })
      expect(reply, userName).toMatchObject({ status: 403, reason: 'not_your_turn' })
    }
  })

  test('repeated has one effect, and of the PIN nothing is kept', async () => {
    const laid = await laidBeforeSigner(desk)
    const key = newKey()
    const path = `POST /documents/${laid.id}/sign`
    const first = await call('pct', path, { revision: laid.revision, pin: testPin }, key)
    const again = await call('pct', path, { revision: laid.revision, pin: testPin }, key)
    expect(again.body).toEqual(first.body)
    expect((await rowOf(laid.id)).revision).toBe(laid.revision + 1)
    const wrong = await call('pct', path, { revision: laid.revision, pin: '000000' }, key)
    expect(wrong.body).toEqual(first.body)
    const kept = JSON.stringify(await house.db.select().from(commands))
    expect(kept).not.toContain(testPin)
  })

  test('with a wrong PIN counts, changes nothing, and may be tried again under the same operation', async () => {
    const laid = await laidBeforeSigner(desk)
    const [path, key] = [`POST /documents/${laid.id}/sign`, newKey()]
    const wrong = await call('pct', path, { revision: laid.revision, pin: '111111' }, key)
    expect(wrong).toMatchObject({ status: 400, reason: 'pin_wrong', data: { left: 4 } })
    expect((await rowOf(laid.id)).state).toBe('awaiting_signature')
    expect((await call('pct', path, { revision: laid.revision, pin: testPin }, key)).status).toBe(200)
  })

  test('of what was changed meanwhile is refused', async () => {
    const laid = await laidBeforeSigner(desk)
    const stale = await call('pct', `POST /documents/${laid.id}/sign`, { revision: laid.revision - 1, pin: testPin })
    expect(stale).toMatchObject({ status: 409, reason: 'stale' })
  })

  test('needs an authority that is in force on the day', async () => {
    const laid = await laidBeforeSigner(desk)
    const own = eq(signingAuthorities.postId, actorOf(world, 'pct').postId)
    await house.db.update(signingAuthorities).set({ validTo: '2020-06-22' }).where(own)
    const reply = await call('pct', `POST /documents/${laid.id}/sign`, { revision: laid.revision, pin: testPin })
    expect(reply).toMatchObject({ status: 409, reason: 'no_signing_authority', data: { day: '2020-06-23' } })
    await house.db.update(signingAuthorities).set({ validTo: null }).where(own)
  })
})

describe('number and seal', () => {
  test('letter 664: numbered, dated and sealed over a valid signature', async () => {
    const signed = await signedLetter(desk)
    const sealed = done(await sealing(signed.id, signed.revision))
    expect(sealed).toMatchObject({ state: 'sealed', code: '664/UBND-TH' })
    expect(await rowOf(signed.id)).toMatchObject({ number: 664, numberYear: 2020, issuedOn: '2020-06-23' })
    expect(await numbersOf(signed.id)).toMatchObject([{ number: 664, state: 'used' }])
    const report = (await newestReport(house.db, (await rowOf(signed.id)).fileSha256!))!.report
    expect(report.overall).toBe('valid')
    expect(report.signatures.map(({ kind }) => kind).sort()).toEqual(['agency', 'person'])
  })

  test('is refused before the first signature, and costs no number', async () => {
    const laid = await laidBeforeSigner(desk)
    expect(await sealing(laid.id, laid.revision)).toMatchObject({ status: 409, reason: 'wrong_state' })
    expect(await numbersOf(laid.id)).toEqual([])
  })

  test('is refused over a signature that is missing from the file, and costs no number', async () => {
    const laid = await laidBeforeSigner(desk)
    await house.db.update(documents).set({ state: 'signed' }).where(eq(documents.id, laid.id))
    expect(await sealing(laid.id, laid.revision)).toMatchObject({ status: 409, reason: 'first_signature_missing' })
    expect(await numbersOf(laid.id)).toEqual([])
  })

  test('is refused over a signature that does not hold, and costs no number', async () => {
    const signed = await signedLetter(desk)
    const bytes = await bytesOf(signed.id)
    const at = bytes.indexOf('/Subject') > 0 ? bytes.indexOf('/Subject') : bytes.indexOf('stream') + 20
    bytes[at] = bytes[at]! ^ 1
    const { sha256 } = await house.blobs.put(bytes)
    await house.db.update(documents).set({ fileSha256: sha256 }).where(eq(documents.id, signed.id))
    expect(await sealing(signed.id, signed.revision)).toMatchObject({ status: 409, reason: 'first_signature_missing' })
    expect(await numbersOf(signed.id)).toEqual([])
  })

  test('a wrong PIN leaves a visible reserved number, and the next attempt uses it', async () => {
    const signed = await signedLetter(desk)
    const path = `POST /documents/${signed.id}/number-and-seal`
    expect((await call('vanthu', path, { revision: signed.revision, pin: '999999' })).reason).toBe('pin_wrong')
    const held = await rowOf(signed.id)
    expect(held).toMatchObject({ state: 'numbered' })
    expect(await numbersOf(signed.id)).toMatchObject([{ number: held.number, state: 'reserved' }])
    const sealed = done(await sealing(signed.id, held.revision, undefined, 'vanthu2'))
    expect(sealed.code).toBe(held.code)
    expect(await numbersOf(signed.id)).toMatchObject([{ number: held.number, state: 'used' }])
  })

  test('the clerk may void a reserved number with a reason; it stays in the book and is never given again', async () => {
    const signed = await signedLetter(desk)
    const path = `POST /documents/${signed.id}/number-and-seal`
    await call('vanthu', path, { revision: signed.revision, pin: '999999' })
    const held = await rowOf(signed.id)
    const bare = await call('vanthu', `POST /documents/${signed.id}/void-number`, {
      revision: held.revision,
      reason: '',
    })
    expect(bare.status).toBe(400)
    const voided = done(
      await call('vanthu', `POST /documents/${signed.id}/void-number`, {
        revision: held.revision,
        reason: 'Sai ngày.',
      }),
    )
    expect(voided).toMatchObject({ state: 'signed', code: null })
    const sealed = done(await sealing(signed.id, voided.revision))
    expect(sealed.code).toBe(`${held.number! + 1}/UBND-TH`)
    const rows = (await numbersOf(signed.id)).sort((a, b) => a.number - b.number)
    expect(rows).toMatchObject([
      { number: held.number, state: 'void', reason: 'Sai ngày.' },
      { number: held.number! + 1, state: 'used' },
    ])
  })

  test('a used number cannot be voided', async () => {
    const signed = await signedLetter(desk)
    const sealed = done(await sealing(signed.id, signed.revision))
    const reply = await call('vanthu', `POST /documents/${signed.id}/void-number`, {
      revision: sealed.revision,
      reason: 'Sai ngày.',
    })
    expect(reply).toMatchObject({ status: 409, reason: 'wrong_state' })
  })

  test('two clerks at once: one number, one seal, and the other learns of it', async () => {
    const signed = await signedLetter(desk)
    const replies = await Promise.all([
      sealing(signed.id, signed.revision, undefined, 'vanthu'),
      sealing(signed.id, signed.revision, undefined, 'vanthu2'),
    ])
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409])
    expect(await numbersOf(signed.id)).toMatchObject([{ state: 'used' }])
    expect((await rowOf(signed.id)).state).toBe('sealed')
  })

  test('repeated has one effect', async () => {
    const signed = await signedLetter(desk)
    const key = newKey()
    const first = await sealing(signed.id, signed.revision, key)
    const again = await sealing(signed.id, signed.revision, key)
    expect(again.body).toEqual(first.body)
    expect(await numbersOf(signed.id)).toHaveLength(1)
  })

  test('on the last evening of the year in Viet Nam the number belongs to the old year', async () => {
    desk.moveTo('2020-12-31T23:30:00+07:00')
    const old = await signedLetter(desk, { dueOn: null })
    expect(done(await sealing(old.id, old.revision)).code).toMatch(/^6\d\d\/UBND-TH$/)
    desk.moveTo('2021-01-01T00:30:00+07:00')
    const fresh = await signedLetter(desk, { dueOn: null })
    expect(done(await sealing(fresh.id, fresh.revision)).code).toBe('01/UBND-TH')
    desk.moveTo('2020-06-23T08:00:00+07:00')
  })
})
