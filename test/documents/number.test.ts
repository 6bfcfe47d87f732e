import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { numberBooks, numberCounters, numbers } from '#db/documents/schema.ts'
import { takeNumber } from '#server/documents/number.queries.ts'
import { openTestDatabase } from '#test/support/database.ts'

const { db } = await openTestDatabase({ max: 20 })
const at = new Date('2020-06-23T08:00:00+07:00')
const use = () => ({ state: 'used' as const, documentId: randomUUID(), postId: randomUUID(), at })
async function book(name: string, started?: { year: number; last: number }) {
  const [made] = await db.insert(numberBooks).values({ agencyId: randomUUID(), kind: 'outgoing', name }).returning()
  if (started) await db.insert(numberCounters).values({ bookId: made!.id, ...started })
  return made!
}

test('fifty at once get fifty numbers in a row, behind the number that the book stood at', async () => {
  const { id: bookId } = await book('Sổ công văn đi', { year: 2020, last: 663 })
  const taken = await Promise.all(
    Array.from({ length: 50 }, () => db.transaction((tx) => takeNumber(tx, { bookId, year: 2020 }, use()))),
  )
  expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => 664 + n))
  expect(await db.$count(numbers, eq(numbers.bookId, bookId))).toBe(50)
})

test('an act that fails gives its number back', async () => {
  const { id: bookId } = await book('Sổ thông báo')
  const series = { bookId, year: 2020 }
  const outcomes = await Promise.allSettled(
    Array.from({ length: 30 }, (_, n) =>
      db.transaction(async (tx) => {
        const number = await takeNumber(tx, series, use())
        if (n % 3 === 0) throw new Error('afterthought')
        return number
      }),
    ),
  )
  const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  expect(kept.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
})

test('each year starts at one, each book counts for itself', async () => {
  const [first, second] = [await book('Sổ quyết định'), await book('Sổ kế hoạch')]
  const take = (bookId: string, year: number) => db.transaction((tx) => takeNumber(tx, { bookId, year }, use()))
  expect([await take(first.id, 2020), await take(first.id, 2020), await take(first.id, 2021)]).toEqual([1, 2, 1])
  expect(await take(second.id, 2020)).toBe(1)
})

test('the database itself refuses the same number twice', async () => {
  const { id: bookId } = await book('Sổ hướng dẫn')
  await takeNumber(db, { bookId, year: 2020 }, use())
  await db.update(numberCounters).set({ last: 0 }).where(eq(numberCounters.bookId, bookId))
  await expect(takeNumber(db, { bookId, year: 2020 }, use())).rejects.toMatchObject({ cause: { code: '23505' } })
})
