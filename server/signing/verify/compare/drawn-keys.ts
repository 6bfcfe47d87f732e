/**
 * Keys under which an object takes part in what a page shows. A page or field that stands under one of them is not only
 * a page or field: it is compared whole, so that nobody can fill a field and thereby exchange a font or a picture.
 */
export const DRAWN_KEYS: ReadonlySet<string> = new Set([
  'Contents',
  'Resources',
  'XObject',
  'Font',
  'ExtGState',
  'ColorSpace',
  'Pattern',
  'Shading',
  'Properties',
  'ProcSet',
  'SMask',
  'Mask',
  'Group',
  'G',
  'AP',
  'N',
  'MK',
  'OC',
  'OCProperties',
  'DescendantFonts',
  'FontDescriptor',
  'Encoding',
  'ToUnicode',
  'CharProcs',
  'Alternates',
  'OPI',
])
