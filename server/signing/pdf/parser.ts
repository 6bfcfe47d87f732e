import { hexDigit, isRegular, isWhite } from './characters.ts'
import { PdfName, PdfRef, PdfString, type PdfDict, type PdfValue } from './objects.ts'
import { parseHexString, parseLiteralString } from './parse-string.ts'
import { PdfProblem } from './pdf-problem.ts'

const MAX_DEPTH = 100
/** One object may hold so many values; a page's content is a stream and no object. */
const MAX_VALUES = 300_000
/** A string weighs as much as several numbers. */
const STRING_WEIGHT = 3
const LESS = 0x3c
const GREATER = 0x3e

/**
 * Reads PDF values from bytes, one after the other, without guessing: what the grammar does not allow is a
 * {@link PdfProblem}. `base` is the file offset of `bytes[0]`, or -1 for bytes that stand in no file (object streams).
 */
export class PdfParser {
  readonly bytes: Uint8Array
  readonly base: number
  /** Next byte to read, relative to `bytes`. */
  pos: number
  /** True once a dictionary gave one key twice; which of the two counts differs between viewers. */
  sawDuplicateKey = false
  /** True once a string was met whose end is not among the bytes. */
  inOpenString = false
  /** How many values were read so far. */
  values = 0

  constructor(bytes: Uint8Array, base: number, pos = 0) {
    this.bytes = bytes
    this.base = base
    this.pos = pos
  }

  fail(detail: string): never {
    throw new PdfProblem('broken_syntax', detail, this.base < 0 ? null : this.base + this.pos)
  }

  skipWhite(): void {
    while (this.pos < this.bytes.length) {
      const code = this.bytes[this.pos]!
      if (code === 0x25) this.skipComment()
      else if (isWhite(code)) this.pos++
      else return
    }
  }

  private skipComment(): void {
    while (this.pos < this.bytes.length && this.bytes[this.pos] !== 0x0a && this.bytes[this.pos] !== 0x0d) this.pos++
  }

  /** Reads `word` if it is next (after white space) and ends there; otherwise stays and returns false. */
  takeKeyword(word: string): boolean {
    this.skipWhite()
    for (let i = 0; i < word.length; i++) if (this.bytes[this.pos + i] !== word.charCodeAt(i)) return false
    const after = this.bytes[this.pos + word.length]
    if (after !== undefined && isRegular(after)) return false
    this.pos += word.length
    return true
  }

  /** Reads a non-negative whole number. */
  takeInteger(): number {
    this.skipWhite()
    const start = this.pos
    let value = 0
    for (
      let code = this.bytes[this.pos];
      code !== undefined && code >= 0x30 && code <= 0x39;
      code = this.bytes[++this.pos]
    )
      value = value * 10 + code - 0x30
    if (this.pos === start || this.pos - start > 15) this.fail('a whole number was expected')
    return value
  }

  /** Reads one value. References are recognised; `obj` and `stream` are left to the caller. */
  takeValue(depth = 0): PdfValue {
    this.countValue(depth)
    this.skipWhite()
    const code = this.bytes[this.pos]
    if (code === undefined) this.fail('the data ends inside a value')
    if (code === 0x2f) return this.takeName()
    if (code === 0x28) return this.takeString(parseLiteralString)
    if (code === 0x5b) return this.takeArray(depth)
    if (code === LESS) return this.bytes[this.pos + 1] === LESS ? this.takeDict(depth) : this.takeString(parseHexString)
    return isRegular(code) ? this.takeWord() : this.fail('unexpected character')
  }

  private countValue(depth: number): void {
    if (depth > MAX_DEPTH) throw new PdfProblem('too_deep', `values nest deeper than ${MAX_DEPTH}`)
    if (++this.values > MAX_VALUES) throw new PdfProblem('too_large', 'an object holds too many values')
  }

  private takeString(parse: (bytes: Uint8Array, pos: number) => { value: Uint8Array; end: number } | null): PdfString {
    const start = this.pos
    const found = parse(this.bytes, start)
    this.inOpenString = found === null
    if (!found) return this.fail('a string is malformed or does not end')
    this.pos = found.end
    this.values += STRING_WEIGHT
    const hex = parse === parseHexString
    return new PdfString(found.value, hex, this.base < 0 ? [-1, -1] : [this.base + start, this.base + found.end])
  }

  private takeName(): PdfName {
    let name = ''
    for (this.pos++; this.pos < this.bytes.length && isRegular(this.bytes[this.pos]!); this.pos++) {
      const code = this.bytes[this.pos]!
      name += String.fromCharCode(code === 0x23 ? this.takeEscape() : code)
    }
    return new PdfName(name)
  }

  private takeEscape(): number {
    const high = hexDigit(this.bytes[this.pos + 1] ?? 0)
    const low = hexDigit(this.bytes[this.pos + 2] ?? 0)
    if (high < 0 || low < 0) return 0x23
    this.pos += 2
    return high * 16 + low
  }

  private takeArray(depth: number): PdfValue[] {
    const items: PdfValue[] = []
    this.pos++
    for (;;) {
      this.skipWhite()
      if (this.bytes[this.pos] === 0x5d) break
      items.push(this.takeValue(depth + 1))
    }
    this.pos++
    return items
  }

  private takeDict(depth: number): PdfDict {
    const dict: PdfDict = new Map()
    this.pos += 2
    for (;;) {
      this.skipWhite()
      if (this.bytes[this.pos] === GREATER && this.bytes[this.pos + 1] === GREATER) break
      if (this.bytes[this.pos] !== 0x2f) this.fail('a dictionary key was expected')
      const key = this.takeName().name
      if (dict.has(key)) this.sawDuplicateKey = true
      dict.set(key, this.takeValue(depth + 1))
    }
    this.pos += 2
    return dict
  }

  private takeWord(): PdfValue {
    const start = this.pos
    while (this.pos < this.bytes.length && isRegular(this.bytes[this.pos]!)) this.pos++
    const word = String.fromCharCode(...this.bytes.subarray(start, Math.min(this.pos, start + 64)))
    if (word === 'true') return true
    if (word === 'false') return false
    if (word === 'null') return null
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) {
      this.pos = start
      return this.fail(`unknown word "${word.slice(0, 20)}"`)
    }
    return /^\d+$/.test(word) ? (this.takeRefTail(Number(word)) ?? Number(word)) : Number(word)
  }

  private takeRefTail(num: number): PdfRef | null {
    const after = this.pos
    const gen = this.takeShortInteger()
    if (gen !== null && this.takeKeyword('R')) return new PdfRef(num, gen)
    this.pos = after
    return null
  }

  private takeShortInteger(): number | null {
    this.skipWhite()
    const code = this.bytes[this.pos]
    if (code === undefined || code < 0x30 || code > 0x39) return null
    return this.takeInteger()
  }
}
