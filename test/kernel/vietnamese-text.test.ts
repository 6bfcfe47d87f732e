import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareVietnamese, foldVietnamese, nameSortKey, toNfc } from '#server/kernel/vietnamese-text.ts'
import { openTestDatabase } from '#test/support/database.ts'
import vectors from '#test/support/fold-vectors.json' with { type: 'json' }

const { sql } = await openTestDatabase({ max: 1 })

describe('the fold', () => {
  test.each(vectors)('%j is searched as %j', (text, folded) => {
    expect(foldVietnamese(text!)).toBe(folded)
  })

  test.each(vectors)('SQL folds %j alike', async (text, folded) => {
    const [row] = await sql`select f_fold(${text!}) as folded`
    expect(row!['folded']).toBe(folded)
  })

  test('SQL and TypeScript agree on any Latin, Greek, Cyrillic or Vietnamese text', async () => {
    const letter = fc.integer({ min: 0x20, max: 0x24f }).map((code) => String.fromCodePoint(code))
    const vietnamese = fc.integer({ min: 0x1ea0, max: 0x1ef9 }).map((code) => String.fromCodePoint(code))
    const mark = fc.integer({ min: 0x300, max: 0x36f }).map((code) => String.fromCodePoint(code))
    const greek = fc.integer({ min: 0x391, max: 0x44f }).filter((code) => code !== 0x3a2)
    const other = greek.map((code) => String.fromCodePoint(code))
    const text = fc.string({ unit: fc.oneof(letter, vietnamese, mark, other), maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 50, maxLength: 50 }), async (texts) => {
        const rows =
          await sql`select f_fold(t) as folded from unnest(${texts}::text[]) with ordinality as x(t, n) order by n`
        expect(rows.map((row) => row['folded'])).toEqual(texts.map(foldVietnamese))
      }),
      { numRuns: 40 },
    )
  })

  test('folding twice changes nothing, and NFC or NFD does not matter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = foldVietnamese(text)
        expect(foldVietnamese(folded)).toBe(folded)
        expect(foldVietnamese(text.normalize('NFD'))).toBe(foldVietnamese(toNfc(text)))
      }),
    )
  })
})

describe('the order', () => {
  const words = ['an', 'ăn', 'ân', 'ba', 'bà', 'bả', 'bã', 'bá', 'bạ', 'da', 'Dương', 'đá', 'Đặng', 'Đinh', 'ea']
  const symbols = ['9/BC', '10/BC', '335/BC', '664/UBND-TH', '1807/UBND-TH']

  test.each([{ order: words }, { order: symbols }])('$order', async ({ order }) => {
    const mixed = order.toReversed()
    expect(mixed.toSorted(compareVietnamese)).toEqual(order)
    const rows = await sql`select w from unnest(${mixed}::text[]) as x(w) order by w collate vi_num`
    expect(rows.map((row) => row['w'])).toEqual(order)
  })

  test('people stand by given name, family name, middle names', () => {
    const people = ['Đỗ Đức An', 'Trần Văn An', 'Lê Thị Ánh', 'Phạm Ân', 'Nguyễn Thị Bình', 'Nguyễn Văn Bình']
    const byKey = (a: string, b: string) => compareVietnamese(nameSortKey(a), nameSortKey(b))
    expect(people.toReversed().toSorted(byKey)).toEqual(people)
    expect(nameSortKey('  Nguyễn   Thị Minh Khai ')).toBe('Khai Nguyễn Thị Minh')
    expect(nameSortKey('Sung')).toBe('Sung')
  })
})
