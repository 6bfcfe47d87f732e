import { nameOf, PdfStream, type PdfValue } from './objects.ts'

/** True for an object stream, whose objects stand for themselves. */
export function decodesAsContainer(value: PdfValue): boolean {
  return value instanceof PdfStream && nameOf(value.dict.get('Type')) === 'ObjStm'
}

/** True for what only carries the file's structure: object streams and cross-reference streams. */
export function isStructural(value: PdfValue): boolean {
  return decodesAsContainer(value) || (value instanceof PdfStream && nameOf(value.dict.get('Type')) === 'XRef')
}
