import { describe, expect, test } from 'vitest'
import {
  documentCode,
  documentSymbol,
  numberLine,
  printedNumber,
  readDocumentCode,
} from '#server/documents/document-number.rules.ts'

test.each([
  [1, '01'],
  [9, '09'],
  [10, '10'],
  [664, '664'],
  [1807, '1807'],
])('%i is printed %s', (number, printed) => expect(printedNumber(number)).toBe(printed))

test.each([0, -1, 1.5, Number.NaN])('%d is no number', (number) => expect(() => printedNumber(number)).toThrow())

test.each([
  [{ type: '', agency: 'UBND', unit: 'TH' }, 'UBND-TH'],
  [{ type: '', agency: 'STTTT', unit: 'CNTT', field: 'BCVT' }, 'STTTT-CNTT-BCVT'],
  [{ type: '', agency: 'UBND' }, 'UBND'],
  [{ type: 'TB', agency: 'UBND', unit: 'TH' }, 'TB-UBND'],
  [{ type: 'QĐ', agency: 'UBND' }, 'QĐ-UBND'],
  [{ type: 'BC', agency: 'SNV' }, 'BC-SNV'],
  [{ type: 'SY', agency: 'UBND' }, 'SY-UBND'],
  [{ type: 'QĐ'.normalize('NFD'), agency: ' UBND – TTg' }, 'QĐ-UBND-TTg'],
])('%j has the symbol %s', (parts, symbol) => expect(documentSymbol(parts)).toBe(symbol))

test.each([
  [5, 'BC-SNV', 'administrative', '05/BC-SNV'],
  [664, 'UBND-TH', 'administrative', '664/UBND-TH'],
  [28, 'QĐ-TTg', 'normative', '28/2018/QĐ-TTg'],
  [1, 'TT-VPCP', 'normative', '01/2018/TT-VPCP'],
  [3, 'SY-UBND', 'copy', '03/SY-UBND'],
] as const)('%i of %s, %s, is %s', (number, symbol, family, code) => {
  expect(documentCode(number, symbol, { family, year: 2018 })).toBe(code)
  expect(numberLine(code)).toBe(`Số: ${code}`)
})

describe('a code as people write it', () => {
  const code = (number: number, symbol: string, year: number | null = null, suffix = '') => ({
    number,
    suffix,
    year,
    symbol,
  })
  test.each([
    ['664/UBND-TH', code(664, 'UBND-TH')],
    ['Số: 05/BC-SNV', code(5, 'BC-SNV')],
    ['335 /UBND-TH', code(335, 'UBND-TH')],
    ['637/QĐUBND', code(637, 'QĐUBND')],
    ['28/2018/QĐ–TTg', code(28, 'QĐ-TTg', 2018)],
    ['12A/TB - UBND', code(12, 'TB-UBND', null, 'a')],
    ['45/KH-SNN&PTNT', code(45, 'KH-SNN&PTNT')],
    ['1807/QĐ-UBND'.normalize('NFD'), code(1807, 'QĐ-UBND')],
    ['UBND-TH', null],
    ['15/07/2020', null],
    ['664/', null],
    ['12/07', null],
    ['', null],
  ])('%j', (text, expected) => expect(readDocumentCode(text)).toEqual(expected))
})
