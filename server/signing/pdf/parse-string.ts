import { hexDigit, isWhite } from './characters.ts'

type Parsed = { value: Uint8Array; end: number }

/** Reads `<48 65>` at `start`; null when a character is no hexadecimal digit or the end is missing. */
export function parseHexString(bytes: Uint8Array, start: number): Parsed | null {
  const end = bytes.indexOf(0x3e, start + 1)
  if (end < 0) return null
  const value = new Uint8Array((end - start) >> 1)
  let digits = 0
  for (let pos = start + 1; pos < end; pos++) {
    const code = bytes[pos]!
    const digit = hexDigit(code)
    if (digit < 0 && !isWhite(code)) return null
    if (digit < 0) continue
    value[digits >> 1] = digits % 2 === 0 ? digit << 4 : value[digits >> 1]! | digit
    digits++
  }
  return { value: value.subarray(0, (digits + 1) >> 1), end: end + 1 }
}

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12, '(': 40, ')': 41, '\\': 92 }

/** Reads `(text)` at `start` with escapes and nested parentheses; null when the end is missing. */
export function parseLiteralString(bytes: Uint8Array, start: number): Parsed | null {
  const out: number[] = []
  let depth = 1
  let pos = start + 1
  while (pos < bytes.length) {
    const code = bytes[pos]!
    if (code === 0x5c) pos = takeEscape(bytes, pos + 1, out)
    else if (code === 0x29 && --depth === 0) return { value: Uint8Array.from(out), end: pos + 1 }
    else {
      if (code === 0x28) depth++
      pos = takeCharacter(bytes, pos, out)
    }
  }
  return null
}

/** A line end inside a string always reads as one LF. */
function takeCharacter(bytes: Uint8Array, pos: number, out: number[]): number {
  const code = bytes[pos]!
  out.push(code === 13 ? 10 : code)
  return code === 13 && bytes[pos + 1] === 10 ? pos + 2 : pos + 1
}

function takeEscape(bytes: Uint8Array, pos: number, out: number[]): number {
  const code = bytes[pos] ?? 0
  if (code === 13) return bytes[pos + 1] === 10 ? pos + 2 : pos + 1
  if (code === 10) return pos + 1
  if (isOctal(code)) return takeOctal(bytes, pos, out)
  out.push(ESCAPES[String.fromCharCode(code)] ?? code)
  return pos + 1
}

const isOctal = (code: number | undefined) => code !== undefined && code >= 0x30 && code <= 0x37

/** One to three digits; what does not fit a byte is cut. */
function takeOctal(bytes: Uint8Array, pos: number, out: number[]): number {
  let value = 0
  let end = pos
  for (; end < pos + 3 && isOctal(bytes[end]); end++) value = value * 8 + bytes[end]! - 0x30
  out.push(value & 0xff)
  return end
}
