const official = [
  ['Ủy ban nhân dân', 'UBND'],
  ['Hội đồng nhân dân', 'HĐND'],
  ['Văn phòng', 'VP'],
] as const

/** The name of an agency by its official abbreviations, for narrow screens: `UBND tỉnh An Giang`. */
export function abbreviated(name: string): string {
  return official.reduce((left, [long, short]) => left.replace(long, short), name.normalize('NFC'))
}
