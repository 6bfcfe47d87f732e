/** Character classes of ISO 32000-1 7.2.2: 0 regular, 1 white space, 2 delimiter. */
const CLASS = new Uint8Array(256)
for (const code of [0, 9, 10, 12, 13, 32]) CLASS[code] = 1
for (const sign of '()<>[]{}/%') CLASS[sign.charCodeAt(0)] = 2

/** True for NUL, TAB, LF, FF, CR and space. */
export const isWhite = (code: number): boolean => CLASS[code] === 1

/** True for a byte that may stand inside a name, number or keyword. */
export const isRegular = (code: number): boolean => CLASS[code] === 0

/** The value of a hexadecimal digit, or -1. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
