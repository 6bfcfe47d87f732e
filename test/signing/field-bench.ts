import { expect } from 'vitest'
import { requireField, withEntries } from '#server/signing/edit-field.ts'
import type { Increment } from '#server/signing/pdf/increment.ts'
import {
  pdfDict,
  PdfName,
  type PdfRef,
  PdfStream,
  pdfText,
  type PdfDict,
  type PdfValue,
} from '#server/signing/pdf/objects.ts'
import type { PdfView } from '#server/signing/pdf/pdf-view.ts'
import { annotate, changeForm, codesOf, forms, revised, type Attack } from './attack-bench.ts'
import { leaderSigned, verified } from './signing-desk.ts'

const { prepared } = forms.classic

/** A prepared field gets these entries. */
export function setField(view: PdfView, increment: Increment, name: string, entries: Record<string, PdfValue>): void {
  const { ref, field } = requireField(view, name, 'Tx')
  increment.replace(ref, withEntries(field.dict, entries))
}

/** Fills the number with this value and this look. */
export const showing = (value: string, look: PdfStream): Attack => {
  return (view, increment) =>
    setField(view, increment, 'document_number', { V: pdfText(value), AP: pdfDict({ N: increment.add(look) }) })
}

/** The letter with one more field that an attacker prepared and the leader signed over. */
export function withField(entries: Record<string, PdfValue>, listed = true): Buffer {
  return leaderSigned(
    revised(prepared, (view, increment, file) => {
      const widget = increment.add(
        pdfDict({ Type: name('Annot'), Subtype: name('Widget'), ...withStreams(increment, entries) }),
      )
      changeForm(view, increment, { Fields: [...fieldsOf(view), widget] })
      if (listed) annotate(file.view(), increment, widget)
    }),
  )
}

/** A stream is always an object of its own. */
export function withStreams(increment: Increment, entries: Record<string, PdfValue>): Record<string, PdfValue> {
  const moved = (value: PdfValue): PdfValue => {
    if (value instanceof PdfStream) return increment.add(value)
    return value instanceof Map ? new Map([...value].map(([key, item]) => [key, moved(item)])) : value
  }
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, moved(value)]))
}

/** A PDF name. */
export const name = (text: string) => new PdfName(text)
/** The fields at the root of the form. */
export const fieldsOf = (view: PdfView): PdfValue[] => view.array(view.dict(view.catalog(), 'AcroForm'), 'Fields')
/** The field that was added last. */
export const lastField = (view: PdfView) => fieldsOf(view).at(-1) as PdfRef
/** The entries of an object that is a dictionary. */
export const entriesOf = (view: PdfView, ref: PdfRef) => view.resolve(ref) as PdfDict

/** The first signature must say so, and the file be no valid one. */
export function expectFlagged(bytes: Buffer, level: 'added' | 'forbidden', code: string): void {
  const report = verified(bytes)
  expect(report.signatures[0]).toMatchObject({ intact: true, changesAfter: level })
  expect(codesOf(bytes)).toContain(code)
  expect(report.overall).toBe(level === 'added' ? 'indeterminate' : 'invalid')
}
