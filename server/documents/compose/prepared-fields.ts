import {
  type PDFContext,
  type PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFRef,
  PDFString,
} from 'pdf-lib'
import type { Composition } from './composition.ts'
import type { FieldName } from './field-places.rules.ts'
import type { Faces } from './ink.ts'
import { type Rect, TYPE_SIZE } from './sheet.ts'

/** A field on its page. */
export type FieldOnPage = { name: FieldName; page: PDFRef; rect: Rect }

/** What the fields are called when they are read aloud. */
export type FormNames = Pick<Composition, 'symbol' | 'place' | 'signer'>

type About = { faces: Pick<Faces, 'regular' | 'italic'>; names: FormNames }

const print = 4
const centred = 1
const signaturesExist = 1

/**
 * The form that waits for signing: `document_number` and `issue_date` (centred text, no value, empty appearance) and the
 * signature fields `leader_signature` and `agency_seal` (no value). Made before the first signature, so that filling them
 * later counts as form filling. The form's resources hold the whole regular and italic faces under `/regular` and
 * `/italic`. No NeedAppearances: whoever fills a field also draws it.
 */
export function writeForm(document: PDFDocument, fields: FieldOnPage[], about: About): void {
  const { context } = document
  const widgets = fields.map((field) => ({ page: field.page, ref: context.register(widget(context, field, about)) }))
  const { regular, italic } = about.faces
  const form = context.obj({
    Fields: widgets.map(({ ref }) => ref),
    SigFlags: signaturesExist,
    DR: { Font: { regular: regular.ref, italic: italic.ref } },
    DA: PDFString.of(`/regular ${TYPE_SIZE.number} Tf 0 g`),
  })
  document.catalog.set(PDFName.of('AcroForm'), context.register(form))
  for (const { node, ref } of document.getPages()) {
    const here = widgets.filter(({ page }) => page === ref).map((one) => one.ref)
    if (here.length > 0) node.set(PDFName.of('Annots'), context.obj([...(node.Annots()?.asArray() ?? []), ...here]))
  }
}

function widget(context: PDFContext, field: FieldOnPage, about: About): PDFDict {
  const { x, y, width, height } = field.rect
  const dict = context.obj({
    Type: 'Annot',
    Subtype: 'Widget',
    T: PDFString.of(field.name),
    TU: PDFHexString.fromText(spokenName(field.name, about.names)),
    F: print,
    P: field.page,
    Rect: [x, y, x + width, y + height].map((edge) => Math.round(edge * 100) / 100),
  }) as PDFDict
  if (field.name === 'leader_signature' || field.name === 'agency_seal') dict.set(PDFName.of('FT'), PDFName.of('Sig'))
  else makeTextField(context, dict, field)
  return dict
}

function makeTextField(context: PDFContext, dict: PDFDict, { name, rect }: FieldOnPage): void {
  const look = name === 'issue_date' ? `/italic ${TYPE_SIZE.date}` : `/regular ${TYPE_SIZE.number}`
  const box = { BBox: [0, 0, rect.width, rect.height], Resources: {} }
  const empty = context.register(context.flateStream('', { Type: 'XObject', Subtype: 'Form', ...box }))
  dict.set(PDFName.of('FT'), PDFName.of('Tx'))
  dict.set(PDFName.of('DA'), PDFString.of(`${look} Tf 0 g`))
  dict.set(PDFName.of('Q'), PDFNumber.of(centred))
  dict.set(PDFName.of('AP'), context.obj({ N: empty }))
}

function spokenName(name: FieldName, { symbol, place, signer }: FormNames): string {
  const names: Record<FieldName, string> = {
    document_number: `Số, ký hiệu văn bản: Số: …/${symbol}`,
    issue_date: `Địa danh và ngày ban hành: ${place}, ngày … tháng … năm …`,
    leader_signature: `Chữ ký số của ${signer.position} ${signer.fullName}`,
    agency_seal: 'Chữ ký số của cơ quan',
  }
  return names[name]
}
