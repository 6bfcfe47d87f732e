import { describe, expect, test } from 'vitest'
import { pdfDict, PdfName, pdfText, type PdfValue } from '#server/signing/pdf/objects.ts'
import { codesOf, drawing, forms, revised } from './attack-bench.ts'
import { signedInNewField, SMALL, type NewField } from './late-signature.ts'
import { trustIn } from '#server/signing/verify/trusted-roots.ts'
import { parseCertificate, toPem } from '#server/signing/x509/certificate.ts'
import { agency, authority, leader, signed, stranger, trust, verified, verifiedWith } from './signing-desk.ts'
import { preparedLetter, unsignedPdf, letterFields } from './two-signature-desk.ts'
import { prepareFields } from '#server/signing/prepare-fields.ts'

const { prepared } = forms.classic
const certified = signed(prepared, leader, { field: 'leader_signature', certify: 2 })
const approved = signed(prepared, leader, { field: 'leader_signature' })
const both = { certified, approved }
const kinds = ['certified', 'approved'] as const

/** The file signed in a new field, which the first signature must call added: red where that is forbidden. */
function expectAdded(kind: keyof typeof both, wish: Partial<NewField>, file: Buffer = both[kind]): void {
  const report = verified(signedInNewField(file, { who: agency, rect: SMALL, ...wish }))
  expect(report.signatures[0]).toMatchObject({
    intact: true,
    changesAfter: kind === 'certified' ? 'forbidden' : 'added',
  })
  expect(report.overall).toBe(kind === 'certified' ? 'invalid' : 'indeterminate')
}

describe('the twins: a small upright signature by somebody trusted, in a field of its own', () => {
  test.each(kinds)('on a file that the first signer %s', (kind) => {
    const report = verified(signedInNewField(both[kind], { who: agency, rect: SMALL }))
    expect(report).toMatchObject({
      overall: 'valid',
      signatures: [{ changesAfter: 'permitted' }, { changesAfter: 'none' }],
    })
    expect(report.signatures[0]!.problems.map(({ code }) => code)).toEqual(['signature_field_added'])
  })
})

describe.each(kinds)('a sneaky signature on a file that the first signer %s', (kind) => {
  const cases: [string, Partial<NewField>][] = [
    ['over the whole page', { rect: [0, 0, 595, 842] }],
    ['with its corners the other way round', { rect: [595, 842, 0, 0] }],
    ['turned by its own setting', { widget: { MK: pdfDict({ R: 90 }) } }],
    ['turned by the matrix of its look', { look: pdfDict({ Matrix: [0, 1, -1, 0, 0, 0] }) }],
    ['hidden', { widget: { F: 2 } }],
    ['on no page', { pages: [] }],
    ['on two pages', { pages: [1, 2] }],
    ['in optional content', { widget: { OC: pdfDict({ Type: new PdfName('OCG') }) } }],
    ['with a key that no program writes there', { widget: { Names: pdfDict({}) } }],
    ['whose value is wrong', { spoil: true }],
  ]
  const twoPages = async () => {
    const base = await preparedLetter({ pages: 2 })
    return signed(base, leader, { field: 'leader_signature', ...(kind === 'certified' ? { certify: 2 as const } : {}) })
  }
  test.each(cases)('%s', async (_name, wish) => {
    const file = await twoPages()
    const report = verified(signedInNewField(file, { who: agency, rect: SMALL, ...wish }))
    expect(report.signatures[0]).toMatchObject({
      intact: true,
      changesAfter: kind === 'certified' ? 'forbidden' : 'added',
    })
    expect(report.overall).not.toBe('valid')
  })

  test('on a page that is small itself', async () => {
    const letter = await unsignedPdf()
    const small = Buffer.from(letter.toString('latin1').replace('[ 0 0 595 842 ]', '[ 0 0 120 60 ] '), 'latin1')
    const base = Buffer.concat([small, prepareFields(small, letterFields)])
    const file = signed(base, leader, {
      field: 'leader_signature',
      ...(kind === 'certified' ? { certify: 2 as const } : {}),
    })
    expectAdded(kind, { rect: [0, 0, 110, 55] }, file)
  })

  test.each([90, 180, 270])('on a page turned by %i', (turn) => {
    const base = revised(prepared, (view, increment) => {
      const root = view.catalog().get('Pages') as never
      increment.replace(root, new Map(view.resolve(root) as Map<string, PdfValue>).set('Rotate', turn))
    })
    const file = signed(base, leader, {
      field: 'leader_signature',
      ...(kind === 'certified' ? { certify: 2 as const } : {}),
    })
    expectAdded(kind, {}, file)
  })

  const forbidden: [string, string, Partial<NewField>][] = [
    [
      'under the name of a field that is there',
      'field_name_taken',
      { name: 'leader_signature', rect: [0, 0, 595, 842] },
    ],
    [
      'that runs a script when it is pressed',
      'action_added',
      { widget: { A: pdfDict({ S: new PdfName('JavaScript'), JS: pdfText('x') }) } },
    ],
    ['that runs a script when the page opens', 'action_added', { widget: { AA: pdfDict({}) } }],
  ]
  test.each(forbidden)('%s', (_name, code, wish) => {
    const bytes = signedInNewField(both[kind], { who: agency, rect: SMALL, ...wish })
    expect(verified(bytes).signatures[0]).toMatchObject({ changesAfter: 'forbidden' })
    expect(codesOf(bytes)).toContain(code)
  })

  test('that changes anything else besides', () => {
    const bytes = signedInNewField(both[kind], {
      who: agency,
      rect: SMALL,
      also: (view, increment) => {
        const content = [
          view.dict(new Map([['x', view.array(view.dict(view.catalog(), 'Pages'), 'Kids')[0]!]]), 'x')!.get('Contents'),
        ].flat()[0]
        increment.replace(content as never, drawing('BT (Evil) Tj ET'))
      },
    })
    expect(verified(bytes)).toMatchObject({ overall: 'invalid', signatures: [{ changesAfter: 'forbidden' }, {}] })
  })
})

test('a later field that refers to the signature of an earlier one makes both fail', () => {
  const bytes = revised(approved, (view, increment) => {
    const form = view.dict(view.catalog(), 'AcroForm')!
    const fields = view.array(form, 'Fields')
    const first = fields.map((field) => view.resolve(field) as Map<string, PdfValue>).find((field) => field.has('V'))!
    const copy = increment.add(pdfDict({ FT: new PdfName('Sig'), T: pdfText('copy'), V: first.get('V')! }))
    increment.replace(view.catalog().get('AcroForm') as never, new Map(form).set('Fields', [...fields, copy]))
  })
  expect(verified(bytes).overall).toBe('invalid')
  expect(codesOf(bytes)).toContain('signature_shared')
})

describe('the profile of the root that a certifying signature ends in', () => {
  const file = signedInNewField(certified, { who: agency, rect: SMALL })

  test('is the one that knows fields added later, where nobody set another', () => {
    expect(verifiedWith(file, {}).overall).toBe('valid')
    expect(verifiedWith(file, { profileOf: () => 'fields-added-later' }).overall).toBe('valid')
  })

  test('may be strict: then no field may be added after a certification, and prepared ones may be signed', () => {
    const strict = { profileOf: () => 'strict' as const }
    expect(verifiedWith(file, strict)).toMatchObject({
      overall: 'invalid',
      signatures: [{ changesAfter: 'forbidden' }, {}],
    })
    const sealedThere = signed(certified, agency, { field: 'agency_seal' })
    expect(verifiedWith(sealedThere, strict).overall).toBe('valid')
    expect(verifiedWith(signedInNewField(approved, { who: agency, rect: SMALL }), strict).overall).toBe('valid')
  })

  test('forbids a stranger’s signature either way', () => {
    const bytes = signedInNewField(certified, { who: stranger, rect: SMALL })
    expect(verified(bytes)).toMatchObject({ overall: 'invalid', signatures: [{ changesAfter: 'forbidden' }, {}] })
  })

  test('without any root nobody knows whom to believe: undetermined, not changed', () => {
    const report = verifiedWith(file, { roots: [] })
    expect(report).toMatchObject({ overall: 'indeterminate', signatures: [{ changesAfter: 'added' }, {}] })
  })

  test('is read from the stored root; where one root is stored twice, the strict row counts', () => {
    const pem = toPem(authority.root)
    const [root] = trust.roots
    const profile = (...words: string[]) => trustIn(words.map((word) => ({ pem, profile: word }))).profileOf(root!)
    expect(profile('demo')).toBe('fields-added-later')
    expect(profile('strict', 'demo')).toBe('strict')
    expect(profile('demo', 'strict')).toBe('strict')
  })

  test('knows the files of government tools: certified, then signed in a field of its own, only the leaf in the older CMS', () => {
    const leafOnly = ({ key, chain }: typeof leader) => ({ key, chain: chain.slice(0, 1) })
    const first = signed(prepared, leafOnly(leader), { field: 'leader_signature', certify: 2 })
    const bytes = signedInNewField(first, { who: leafOnly(agency), rect: SMALL, older: true })
    const report = verifiedWith(bytes, { intermediates: [parseCertificate(authority.sub)] })
    expect(report).toMatchObject({
      overall: 'valid',
      signatures: [{ changesAfter: 'permitted' }, { level: 'CMS', trusted: true }],
    })
    expect(verified(bytes)).toMatchObject({
      overall: 'indeterminate',
      signatures: [{ trusted: false, changesAfter: 'added' }, {}],
    })
  })
})
