/** The letters by which a Vietnamese name is known: `Nguyễn Thị Minh Anh` → `MA`; one word gives one letter. */
export function initials(name: string): string {
  const words = name.normalize('NFC').trim().split(/\s+/)
  return words
    .slice(-2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase('vi')
}

/** One of six colours, the same for a name everywhere. */
export function hueOf(name: string): number {
  let sum = 0
  for (const letter of name.normalize('NFC')) sum = (sum * 31 + letter.codePointAt(0)!) % 9973
  return sum % 6
}
