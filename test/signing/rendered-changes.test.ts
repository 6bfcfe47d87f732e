import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { pdfDict, PdfName, type PdfRef, type PdfValue } from '#server/signing/pdf/objects.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { annotate, changePage, drawing, firstPage, forms, revised, textLook, type Attack } from './attack-bench.ts'
import { entriesOf, lastField, showing, withField } from './field-bench.ts'
import { signedInNewField } from './late-signature.ts'
import { asFile } from './other-validators.ts'
import { agency, verified } from './signing-desk.ts'

/** Wherever a viewer shows another page after a revision than before, the verdict must say so. poppler is the viewer. */

function pictureOf(bytes: Buffer): string {
  const picture = asFile(bytes, (path) =>
    execFileSync('pdftoppm', ['-r', '40', '-gray', path], { maxBuffer: 64 * 1024 * 1024 }),
  )
  return createHash('sha256').update(picture).digest('hex')
}

const { half } = forms.classic
const black = (width: number, height: number) => drawing(`0 g 0 0 ${width} ${height} re f`, [width, height])
const name = (text: string) => new PdfName(text)

const boxed = withField({
  FT: name('Btn'),
  F: 4,
  Rect: [0, 0, 595, 842],
  AP: pdfDict({ N: pdfDict({ Off: drawing('', [595, 842]), Yes: black(595, 842) }) }),
  AS: name('Off'),
})
const unplaced = withField(
  { FT: name('Tx'), F: 4, Rect: [90, 400, 400, 600], AP: pdfDict({ N: black(310, 200) }) },
  false,
)

const tick: Attack = (view, increment) => {
  const ref = lastField(view)
  increment.replace(
    ref,
    new Map([...entriesOf(view, ref), ['AS', name('Yes')], ['V', name('Yes')]] as [string, PdfValue][]),
  )
}
const overlay: Attack = (view, increment) => {
  const look = pdfDict({ N: increment.add(black(300, 300)) })
  annotate(
    view,
    increment,
    increment.add(pdfDict({ Subtype: name('Stamp'), F: 4, Rect: [90, 400, 400, 700], AP: look })),
  )
}
const content: Attack = (view, increment) => {
  const old = [firstPage(view).dict.get('Contents')].flat()[0] as PdfRef
  increment.replace(old, drawing('0 g 0 0 500 500 re f'))
}

const cases: [string, Buffer, Buffer, string[]][] = [
  ['an overlay', half, revised(half, overlay), ['added']],
  ['another content', half, revised(half, content), ['forbidden']],
  [
    'a turned page',
    half,
    revised(half, (view, increment) => changePage(view, increment, { Rotate: 90 })),
    ['forbidden'],
  ],
  ['a large box ticked', boxed, revised(boxed, tick), ['added']],
  [
    'a field put on the page',
    unplaced,
    revised(unplaced, (view, increment) => annotate(view, increment, lastField(view))),
    ['added'],
  ],
  ['a number filled in by nobody', half, revised(half, showing('So: 12', textLook('So: 12'))), ['permitted']],
  [
    'a signature over the page',
    half,
    signedInNewField(half, { who: agency, rect: [0, 0, 595, 842], shade: 0 }),
    ['added'],
  ],
  ['number, date and seal', half, forms.classic.whole, ['permitted']],
]

describe.skipIf(!hasTool('pdftoppm'))('a page that looks different after (needs pdftoppm)', () => {
  test.each(cases)('%s', (_what, before, after, levels) => {
    expect(pictureOf(after)).not.toBe(pictureOf(before))
    expect(levels).toContain(verified(after).signatures[0]!.changesAfter)
    expect(verified(before).signatures[0]).toMatchObject({ changesAfter: 'none' })
  })

  test('and one that looks the same where nothing visible changed', () => {
    const noted = revised(half, (_view, increment) => void increment.add(pdfDict({ Note: true })))
    expect(pictureOf(noted)).toBe(pictureOf(half))
    expect(verified(noted)).toMatchObject({ overall: 'valid', signatures: [{ changesAfter: 'lta' }] })
  })
})
