import { describe, expect, test } from 'vitest'
import { requireField, withEntries } from '#server/signing/edit-field.ts'
import { pdfDict, PdfName, type PdfRef, pdfText, type PdfDict } from '#server/signing/pdf/objects.ts'
import { changeCatalog, codesOf, forms, revised, textLook, type Attack } from './attack-bench.ts'
import { showing } from './field-bench.ts'
import { agency, leader, sealed, signed, verified } from './signing-desk.ts'

const { prepared } = forms.classic
const refused = (reason: string) => expect.objectContaining({ reason }) as Error
const permitted = { overall: 'valid', signatures: [{ changesAfter: 'permitted' }, { changesAfter: 'none' }] }

/** The field of the leader's signature carries a lock, as the one who prepared it wished. */
const lockedBy = (lock: PdfDict) =>
  revised(prepared, (view, increment) => {
    const { ref, field } = requireField(view, 'leader_signature', 'Sig')
    increment.replace(ref, withEntries(field.dict, { Lock: lock }))
  })

const lock = (action: string, ...fields: string[]) =>
  pdfDict({ Type: new PdfName('SigFieldLock'), Action: new PdfName(action), Fields: fields.map(pdfText) })

describe('what an earlier signer locked is not signed or filled', () => {
  const locking = (action: 'All' | 'Include' | 'Exclude', ...fields: string[]) =>
    signed(prepared, leader, { field: 'leader_signature', locks: { action, fields } })

  test('a field to fill', () => {
    expect(() => sealed(locking('Include', 'document_number'))).toThrow(refused('field_locked'))
  })

  test('the field to sign', () => {
    const file = locking('Include', 'agency_seal')
    expect(() => signed(file, agency, { field: 'agency_seal' })).toThrow(refused('field_locked'))
  })

  test('any field, where all are locked or all but others', () => {
    expect(() => sealed(locking('All'))).toThrow(refused('field_locked'))
    expect(() => sealed(locking('Exclude', 'agency_seal'))).toThrow(refused('field_locked'))
  })

  test('anything, where the certification allows nothing', () => {
    const file = signed(prepared, leader, { field: 'leader_signature', certify: 1 })
    expect(() => sealed(file)).toThrow(refused('signing_forbidden'))
  })

  test('what is left open goes through, and is permitted', () => {
    const open = locking('Exclude', 'agency_seal', 'document_number', 'issue_date')
    expect(verified(sealed(open))).toMatchObject(permitted)
    expect(verified(sealed(locking('Include', 'something_else')))).toMatchObject(permitted)
  })

  test('a lock that stands in the field holds, though the program that signed copied it nowhere', () => {
    const file = signed(lockedBy(lock('Include', 'document_number')), leader, { field: 'leader_signature' })
    expect(() => sealed(file)).toThrow(refused('field_locked'))
    const bytes = revised(file, showing('So: 12', textLook('So: 12')))
    expect(verified(bytes)).toMatchObject({ overall: 'invalid', signatures: [{ changesAfter: 'forbidden' }] })
  })
})

describe('a lock lowered', () => {
  const attacks: [string, Attack][] = [
    [
      'taken out of the field that is still to be signed',
      (view, increment) => {
        const { ref, field } = requireField(view, 'agency_seal', 'Sig')
        const without = new Map(field.dict)
        without.delete('Lock')
        increment.replace(ref, without)
      },
    ],
    [
      'exchanged there',
      (view, increment) => {
        const { ref, field } = requireField(view, 'agency_seal', 'Sig')
        increment.replace(ref, withEntries(field.dict, { Lock: lock('Include', 'nothing') }))
      },
    ],
  ]
  const base = revised(prepared, (view, increment) => {
    const { ref, field } = requireField(view, 'agency_seal', 'Sig')
    increment.replace(ref, withEntries(field.dict, { Lock: lock('All') }))
  })
  const file = signed(base, leader, { field: 'leader_signature' })

  test.each(attacks)('%s', (_name, attack) => {
    expect(verified(file).overall).toBe('valid')
    const bytes = revised(file, attack)
    expect(codesOf(bytes)).toContain('field_changed')
    expect(verified(bytes).overall).toBe('invalid')
  })

  test('one that came with the signature is no change', () => {
    const both = revised(signed(prepared, leader, { field: 'leader_signature' }), () => undefined)
    expect(verified(both)).toMatchObject({ overall: 'valid' })
  })
})

describe('parameters of a certification', () => {
  const certified = signed(prepared, leader, { field: 'leader_signature', certify: 2 })
  const note = (view: Parameters<Attack>[0], increment: Parameters<Attack>[1]) => {
    const root = view.catalog()
    changeCatalog(view, increment, { Perms: new Map([...(root.get('Perms') as PdfDict), ['UR3', pdfDict({})]]) })
  }

  test('the certifying signature taken out of the catalog', () => {
    const bytes = revised(certified, (view, increment) => {
      const without = new Map(view.catalog())
      without.delete('Perms')
      increment.replace(view.trailer.get('Root') as PdfRef, without)
    })
    expect(codesOf(bytes)).toContain('catalog_changed')
    expect(verified(bytes).overall).toBe('invalid')
  })

  test('usage rights added beside it', () => {
    expect(verified(revised(certified, note))).toMatchObject({
      overall: 'invalid',
      signatures: [{ changesAfter: 'forbidden' }],
    })
  })

  test('another level written over the signature’s own', () => {
    const bytes = revised(certified, (view, increment) => {
      const { field } = requireField(view, 'leader_signature', 'Sig')
      const ref = field.value as PdfRef
      const dict = view.resolve(ref) as PdfDict
      const params = pdfDict({ TransformMethod: new PdfName('DocMDP'), TransformParams: pdfDict({ P: 3 }) })
      increment.replace(ref, new Map([...dict, ['Reference', [params]]]))
    })
    expect(verified(bytes)).toMatchObject({ overall: 'invalid', signatures: [{ intact: false }] })
  })

  test('an approval turned into a certification afterwards', () => {
    const approved = signed(prepared, leader, { field: 'leader_signature' })
    const bytes = revised(approved, (view, increment) => {
      const { field } = requireField(view, 'leader_signature', 'Sig')
      changeCatalog(view, increment, { Perms: pdfDict({ DocMDP: field.value }) })
    })
    expect(codesOf(bytes)).toContain('catalog_changed')
    expect(verified(bytes).overall).toBe('invalid')
  })

  test('with no level means the second, with nonsense the strictest', () => {
    const lettered = (level: string) => {
      const text = certified.toString('latin1')
      return Buffer.from(text.replace('/P 2', `/${level}`.padEnd(4)), 'latin1')
    }
    // The digest no longer fits; what is looked at is only how the level is read.
    const filled = (bytes: Buffer) =>
      verified(revised(bytes, showing('So: 12', textLook('So: 12')))).signatures[0]!.changesAfter
    expect(filled(certified)).toBe('permitted')
    expect(filled(lettered('P 7'))).toBe('forbidden')
    expect(filled(lettered('P 1'))).toBe('forbidden')
    expect(filled(lettered('Q 2'))).toBe('permitted')
  })
})

test('a signature removed by somebody who then signs himself is not forgotten', () => {
  const half = signed(prepared, leader, { field: 'leader_signature' })
  const without = revised(half, (view, increment) => {
    const { ref, field } = requireField(view, 'leader_signature', 'Sig')
    const empty = new Map(field.dict)
    empty.delete('V')
    increment.replace(ref, empty)
  })
  const bytes = signed(without, agency, { field: 'agency_seal' })
  expect(verified(bytes)).toMatchObject({
    overall: 'invalid',
    problems: [{ code: 'signature_removed', detail: 'leader_signature' }],
  })
})
