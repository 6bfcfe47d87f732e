import { describe, expect, test } from 'vitest'
import { blocksOf, runsOf } from '#server/documents/compose/body-text.rules.ts'

const plain = (text: string) => ({ text, face: 'regular' })

describe('a body', () => {
  test('has a paragraph a line; blank lines and outer spaces say nothing', () => {
    expect(blocksOf('  1. Một \r\n\n\ta)\tHai\r- Ba  bốn')).toEqual([
      { kind: 'paragraph', runs: [plain('1. Một')] },
      { kind: 'paragraph', runs: [plain('a) Hai')] },
      { kind: 'paragraph', runs: [plain('- Ba bốn')] },
    ])
  })

  test('has centred headings', () => {
    expect(blocksOf('# QUYẾT ĐỊNH:')).toEqual([{ kind: 'heading', runs: [{ text: 'QUYẾT ĐỊNH:', face: 'bold' }] }])
    expect(blocksOf('#1 không phải tiêu đề')).toEqual([{ kind: 'paragraph', runs: [plain('#1 không phải tiêu đề')] }])
  })

  test('has tables of neighbouring rows', () => {
    const cell = (text: string, face = 'regular') => [{ text, face }]
    expect(blocksOf('| A | B |\n|---|:-:|\n| c | *d* |\n| e | |\nsau')).toEqual([
      {
        kind: 'table',
        rows: [
          [cell('A', 'bold'), cell('B', 'bold')],
          [cell('c'), cell('d', 'italic')],
          [cell('e'), []],
        ],
      },
      { kind: 'paragraph', runs: [plain('sau')] },
    ])
  })

  test('is composed', () => {
    expect(blocksOf('ế'.normalize('NFD'))).toEqual([{ kind: 'paragraph', runs: [plain('ế')] }])
  })
})

test.each([
  ['trơn', [['trơn', 'regular']]],
  [
    '**đậm** thường',
    [
      ['đậm', 'bold'],
      [' thường', 'regular'],
    ],
  ],
  [
    'a *nghiêng* b',
    [
      ['a ', 'regular'],
      ['nghiêng', 'italic'],
      [' b', 'regular'],
    ],
  ],
  ['***cả hai***', [['cả hai', 'boldItalic']]],
  [
    '**đậm *và* nghiêng**',
    [
      ['đậm ', 'bold'],
      ['và', 'boldItalic'],
      [' nghiêng', 'bold'],
    ],
  ],
  ['5 * 3 = 15', [['5 * 3 = 15', 'regular']]],
  ['**không đóng', [['**không đóng', 'regular']]],
  ['', []],
])('%j', (line, runs) => {
  expect(runsOf(line, 'regular')).toEqual(runs.filter(([text]) => text !== '').map(([text, face]) => ({ text, face })))
})
