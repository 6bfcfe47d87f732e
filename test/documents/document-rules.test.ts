import { describe, expect, test } from 'vitest'
import { addresseeLines, recipientLines, signerLines } from '#server/documents/document-addressees.rules.ts'
import {
  canMove,
  checkComplete,
  checkNoSecret,
  type DocumentMove,
  documentMoves,
  type DocumentState,
  documentStates,
  nextState,
} from '#server/documents/document.rules.ts'
import { bookFor, legalYear } from '#server/documents/number.rules.ts'

describe('the moves of an outgoing document', () => {
  const allowed: [DocumentState, DocumentMove, DocumentState][] = [
    ['draft', 'submit', 'head_review'],
    ['draft', 'submit_own', 'office_review'],
    ['head_review', 'approve_content', 'office_review'],
    ['office_review', 'approve_form', 'awaiting_signature'],
    ['head_review', 'return', 'draft'],
    ['office_review', 'return', 'draft'],
    ['awaiting_signature', 'return', 'draft'],
    ['awaiting_signature', 'sign', 'signed'],
    ['signed', 'number', 'numbered'],
    ['numbered', 'void_number', 'signed'],
    ['numbered', 'seal', 'sealed'],
    ['sealed', 'issue', 'issued'],
    ['issued', 'recall', 'recalled'],
  ]

  test('are these and no others', () => {
    const all = documentStates.flatMap((from) =>
      (Object.keys(documentMoves) as DocumentMove[])
        .filter((move) => canMove(from, move))
        .map((move) => [from, move, nextState(from, move)]),
    )
    expect(all.sort()).toEqual([...allowed].sort())
  })

  test('a wrong one is refused with the state', () => {
    expect(() => nextState('draft', 'issue')).toThrow(
      expect.objectContaining({ code: 'conflict', reason: 'wrong_state', data: { state: 'draft' } }) as Error,
    )
  })

  test('nothing leads back behind the first signature', () => {
    const isFrozen = (state: DocumentState) => documentStates.indexOf(state) >= documentStates.indexOf('signed')
    for (const [from, , to] of allowed) if (isFrozen(from)) expect(isFrozen(to)).toBe(true)
  })
})

describe('what a draft must have', () => {
  const whole = { signerPostId: 'p', body: 'Nội dung', sourceFileId: null, letter: true, recipients: 1 }
  test.each([
    ['everything', {}, null],
    ['no signer', { signerPostId: null }, 'signer_missing'],
    ['no content', { body: '' }, 'body_missing'],
    ['a file for content', { body: '', sourceFileId: 'f' }, null],
    ['a letter to nobody', { recipients: 0 }, 'recipients_missing'],
    ['a decision to nobody', { recipients: 0, letter: false }, null],
  ])('%s', (_what, change, reason) => {
    const check = () => checkComplete({ ...whole, ...change })
    if (reason === null) expect(check).not.toThrow()
    else expect(check).toThrow(expect.objectContaining({ reason }) as Error)
  })
})

test('no mark of secrecy passes, whatever it is called', () => {
  for (const mark of ['mat', 'toi_mat', 'tuyet_mat', 'secret', '', 1, {}]) {
    expect(() => checkNoSecret(mark)).toThrow(expect.objectContaining({ reason: 'state_secret' }) as Error)
  }
  for (const none of [undefined, null, 'normal']) expect(() => checkNoSecret(none)).not.toThrow()
})

describe('books of numbers', () => {
  const general = { typeCodes: [] as string[], name: 'general' }
  const letters = { typeCodes: ['cong_van'], name: 'letters' }
  test('a type goes to the book that claims it, everything else to the general one', () => {
    expect(bookFor([general, letters], 'cong_van').name).toBe('letters')
    expect(bookFor([general, letters], 'bao_cao').name).toBe('general')
  })
  test('no book, no number', () => {
    expect(() => bookFor([letters], 'bao_cao')).toThrow(expect.objectContaining({ reason: 'no_number_book' }) as Error)
  })
  test('the year is the year in Viet Nam', () => {
    expect(legalYear(new Date('2020-12-31T23:59:59+07:00'))).toBe(2020)
    expect(legalYear(new Date('2020-12-31T17:00:00Z'))).toBe(2021)
  })
})

describe('printed lines', () => {
  const source = { recipientNames: ['Sở Nội vụ'], addressLines: [], copyLines: [], letter: true, unitSymbol: 'TH' }
  test('a letter addresses its recipients and refers to them below', () => {
    expect(addresseeLines(source)).toEqual(['Sở Nội vụ'])
    expect(recipientLines(source)).toEqual(['Như trên', 'Lưu: VT, TH'])
  })
  test('the drafter may word them', () => {
    const worded = { ...source, addressLines: ['Các sở'], copyLines: ['TT. Tỉnh ủy'] }
    expect(addresseeLines(worded)).toEqual(['Các sở'])
    expect(recipientLines(worded)).toEqual(['Như trên', 'TT. Tỉnh ủy', 'Lưu: VT, TH'])
  })
  test('other types list them only at the end', () => {
    const notice = { ...source, letter: false }
    expect(addresseeLines(notice)).toEqual([])
    expect(recipientLines(notice)).toEqual(['Sở Nội vụ', 'Lưu: VT, TH'])
  })
  test.each([
    ['CHỦ TỊCH', '', { competence: [], position: 'CHỦ TỊCH' }],
    ['GIÁM ĐỐC', 'Giám đốc', { competence: [], position: 'GIÁM ĐỐC' }],
    ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', { competence: ['KT. CHỦ TỊCH'], position: 'PHÓ CHỦ TỊCH' }],
    [
      'TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH',
      'PHÓ CHỦ TỊCH',
      { competence: ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH'], position: 'PHÓ CHỦ TỊCH' },
    ],
    ['TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH', '', { competence: ['TM. ỦY BAN NHÂN DÂN'], position: 'CHỦ TỊCH' }],
  ])('%s / %s', (competence, printedTitle, lines) => {
    expect(signerLines({ competence, printedTitle })).toEqual(lines)
  })
})
