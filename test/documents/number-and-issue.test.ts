import { eq, inArray } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { documentRecipients, documents, numberCounters, numbers } from '#db/documents/schema.ts'
import { deliveries } from '#db/exchange/schema.ts'
import { journal } from '#db/kernel/schema.ts'
import { issueDocument } from '#server/documents/issue-document.ts'
import { numberAndSeal } from '#server/documents/number-and-seal.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { actorOf } from '#test/support/world.ts'
import { openOutgoingDesk } from './outgoing-desk.ts'

const desk = await openOutgoingDesk()
const { house, world } = desk
const clerks = ['vanthu', 'vanthu2'].map((userName) => actorOf(world, userName))

/** Letters as the signer leaves them. What lies between the two transactions of a seal has tests of its own. */
async function signedLetters(count: number) {
  const drafter = actorOf(world, 'chuyenvien.th')
  const at = desk.clock.now()
  const { sha256 } = await house.blobs.put(Buffer.from('%PDF-1.7 đã ký'))
  const rows = await house.db
    .insert(documents)
    .values(
      Array.from({ length: count }, (_, n) => ({
        agencyId: world.committee,
        unitId: drafter.unitId!,
        drafterPostId: drafter.postId,
        signerPostId: actorOf(world, 'pct').postId,
        ...{ typeCode: 'cong_van', subject: `việc thứ ${n + 1}`, body: 'Nội dung.', urgency: 'normal' as const },
        ...{ state: 'signed' as const, symbol: 'UBND-TH', fileSha256: sha256 },
        ...{ createdAt: at, updatedAt: at, updatedByPostId: drafter.postId },
      })),
    )
    .returning()
  await house.db
    .insert(documentRecipients)
    .values(rows.map(({ id }) => ({ documentId: id, agencyId: world.snv, position: 0 })))
  return rows
}

type Letter = Awaited<ReturnType<typeof signedLetters>>[number]

async function numberSealAndIssue(letter: Letter, n: number) {
  const actor = clerks[n % clerks.length]!
  const command = { key: null, intent: letter.id }
  const steps = numberAndSeal({ house, actor }, { id: letter.id, revision: letter.revision, pin: 'không dùng' })
  const begun = await perform(house, actor, command, (work) => steps.begin(work))
  const made = { signingId: letter.id, sha256: letter.fileSha256!, size_bytes: 1 }
  const sealed = await perform(house, actor, command, (work) => steps.finish(work, begun, made))
  return perform(house, actor, command, (work) => issueDocument(work, { id: letter.id, revision: sealed.revision }))
}

test('fifty letters numbered and issued at once: no gap, no duplicate, one delivery each', async () => {
  const letters = await signedLetters(50)
  const issued = await Promise.all(letters.map(numberSealAndIssue))
  const codes = issued.map(({ code }) => code).sort()
  expect(codes).toEqual(Array.from({ length: 50 }, (_, n) => `${664 + n}/UBND-TH`).sort())
  const ids = letters.map(({ id }) => id)
  const given = await house.db.select().from(numbers).where(inArray(numbers.documentId, ids))
  expect(given.every(({ state }) => state === 'used')).toBe(true)
  expect(new Set(given.map(({ number }) => number)).size).toBe(50)
  const [counter] = await house.db.select().from(numberCounters).where(eq(numberCounters.bookId, given[0]!.bookId))
  expect(counter?.last).toBe(713)
  expect(await house.db.$count(deliveries, inArray(deliveries.documentId, ids))).toBe(50)
  const book = await house.db
    .select()
    .from(journal)
    .where(eq(journal.stream, `book:${given[0]!.bookId}:2020`))
    .orderBy(journal.seq)
  expect(book.map(({ data }) => data['number'])).toEqual(Array.from({ length: 50 }, (_, n) => 664 + n))
})

test('the register shows every number with its ten columns, void ones too, and only to those who keep papers', async () => {
  const [kept, held] = await signedLetters(2)
  const used = await numberSealAndIssue(kept!, 0)
  const command = { key: null, intent: held!.id }
  const steps = numberAndSeal({ house, actor: clerks[0]! }, { id: held!.id, revision: held!.revision, pin: 'x' })
  const begun = await perform(house, clerks[0]!, command, (work) => steps.begin(work))
  const reason = 'Ghi sai ngày.'
  await desk.call('vanthu', `POST /documents/${held!.id}/void-number`, { revision: begun.revision, reason })
  const [row] = await house.db.select().from(numbers).where(eq(numbers.documentId, kept!.id))
  type Register = { book: { name: string }; rows: Record<string, unknown>[]; next: number | null }
  const path = `GET /documents/register?bookId=${row!.bookId}&year=2020&limit=2`
  const { body } = await desk.call<Register>('vanthu', path)
  expect(body.book.name).toBe('Sổ công văn đi')
  expect(body.rows).toMatchObject([
    { state: 'void', code: `${row!.number + 1}/UBND-TH`, issuedOn: null, note: `Số hủy: ${reason}`, copies: 0 },
    {
      state: 'used',
      code: used.code,
      issuedOn: '2020-06-23',
      typeAndSubject: 'Công văn – việc thứ 1',
      signer: `Phó Chủ tịch ${actorOf(world, 'pct').personName}`,
      recipients: ['Sở Nội vụ'],
      keptBy: 'Phòng Tổng hợp',
      copies: 1,
      receipt: 'electronic',
      note: '',
    },
  ])
  const older = await desk.call<Register>('vanthu', `${path}&before=${body.next}`)
  expect(older.body.rows[0]).toMatchObject({ number: body.next! - 1 })
  expect((await desk.call('chuyenvien.th', path)).status).toBe(403)
  expect((await desk.call('vanthu.snv', path)).status).toBe(404)
})
