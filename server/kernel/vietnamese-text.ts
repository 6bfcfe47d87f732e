/** The one stored form of text. macOS and some PDF extractors give NFD, which looks the same and compares unequal. */
export function toNfc(text: string): string {
  return text.normalize('NFC')
}

const plainCharacters: Record<string, string> = {
  đ: 'd',
  '\u2010': '-',
  '\u2011': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u00A0': ' ',
  '\u202F': ' ',
}

/**
 * The search form of a text: small letters without tones and marks, đ as d, every dash and space the plain one. Equal to `f_fold()`
 * in SQL; test/support/fold-vectors.json holds the two together.
 */
export function foldVietnamese(text: string): string {
  return text
    .toLocaleLowerCase('vi')
    .normalize('NFD')
    .replace(/[\u0300-\u036F]+/g, '')
    .replace(/[đ\u2010\u2011\u2013\u2014\u00A0\u202F]/g, (character) => plainCharacters[character] ?? character)
}

/**
 * By what a person stands in a list: given name, then family name, then middle names (`Nguyễn Văn An` gives `An Nguyễn Văn`).
 * Meant for `COLLATE "vi-x-icu"` or {@link compareVietnamese}.
 */
export function nameSortKey(fullName: string): string {
  const [family = '', ...rest] = toNfc(fullName).trim().split(/\s+/)
  const given = rest.pop()
  return given === undefined ? family : [given, family, ...rest].join(' ')
}

const collator = new Intl.Collator('vi', { numeric: true })

/** Vietnamese order (a ă â … d đ …, tones last) with numbers by value: 9/BC before 10/BC. The same as `COLLATE vi_num` in SQL. */
export function compareVietnamese(left: string, right: string): number {
  return collator.compare(left, right)
}
