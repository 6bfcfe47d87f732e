import { DerProblem } from './der-problem.ts'

/** One DER element. `raw` is the whole element, `content` what stands inside. */
export class DerNode {
  readonly tag: number
  readonly raw: Buffer
  readonly content: Buffer

  constructor(tag: number, raw: Buffer, content: Buffer) {
    this.tag = tag
    this.raw = raw
    this.content = content
  }

  /** The elements inside a constructed element. */
  children(): DerNode[] {
    if ((this.tag & 0x20) === 0) throw new DerProblem('a primitive element has no parts')
    const nodes: DerNode[] = []
    for (let pos = 0; pos < this.content.length;) {
      const node = readAt(this.content, pos)
      nodes.push(node)
      pos += node.raw.length
    }
    return nodes
  }

  /** This element, if it has the tag it should have. */
  expect(tag: number): this {
    if (this.tag !== tag) throw new DerProblem(`tag ${tag.toString(16)} expected, ${this.tag.toString(16)} found`)
    return this
  }

  /** The dotted form of an OBJECT IDENTIFIER. */
  oid(): string {
    return dotted(this.expect(0x06).content)
  }

  /** An INTEGER's bytes as hexadecimal without leading zeros; negative ones are refused. */
  integerHex(): string {
    const { content } = this.expect(0x02)
    if (content.length === 0 || content[0]! >= 0x80) throw new DerProblem('a negative or empty integer')
    return content.toString('hex').replace(/^(00)+(?=..)/, '')
  }

  /** A small INTEGER as a number. */
  integer(): number {
    const hex = this.integerHex()
    if (hex.length > 12) throw new DerProblem('an integer is too large here')
    return Number.parseInt(hex, 16)
  }

  boolean(): boolean {
    const { content } = this.expect(0x01)
    if (content.length !== 1) throw new DerProblem('a malformed boolean')
    return content[0] !== 0
  }

  /** A BIT STRING of whole bytes. */
  bitBytes(): Buffer {
    const { content } = this.expect(0x03)
    if (content[0] !== 0) throw new DerProblem('a bit string does not end on a byte')
    return content.subarray(1)
  }

  /** UTCTime or GeneralizedTime in their DER forms (seconds, Z). */
  time(): Date {
    const text = this.content.toString('latin1')
    const pattern =
      this.tag === 0x17 ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
    const found = this.tag === 0x17 || this.tag === 0x18 ? pattern.exec(text) : null
    if (!found) throw new DerProblem('a malformed time')
    const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    const century = this.tag === 0x18 ? 0 : year < 50 ? 2000 : 1900
    return new Date(Date.UTC(century + year, month - 1, day, hour, minute, second))
  }
}

function dotted(content: Buffer): string {
  const parts: number[] = []
  let value = 0
  content.forEach((byte) => {
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      parts.push(value)
      value = 0
    }
  })
  const first = parts.shift()
  if (first === undefined || content.at(-1)! >= 0x80) throw new DerProblem('a malformed object identifier')
  const arc = Math.min(2, Math.floor(first / 40))
  return [arc, first - arc * 40, ...parts].join('.')
}

function readAt(bytes: Buffer, pos: number): DerNode {
  const tag = bytes[pos]
  if (tag === undefined || (tag & 0x1f) === 0x1f) throw new DerProblem('a missing or multi-byte tag')
  const { length, at } = readLength(bytes, pos + 1)
  if (at + length > bytes.length) throw new DerProblem('an element runs past its end')
  return new DerNode(tag, bytes.subarray(pos, at + length), bytes.subarray(at, at + length))
}

/** Only the shortest definite form is DER. */
function readLength(bytes: Buffer, pos: number): { length: number; at: number } {
  const first = bytes[pos] ?? 0xff
  if (first < 0x80) return { length: first, at: pos + 1 }
  const count = first & 0x7f
  if (count === 0 || count > 4 || pos + count >= bytes.length) throw new DerProblem('a length is not DER')
  const length = bytes.readUIntBE(pos + 1, count)
  if (length < 0x80 || length < 2 ** (8 * (count - 1))) throw new DerProblem('a length is longer than it need be')
  return { length, at: pos + 1 + count }
}

/** Reads the first element; what follows it is the caller's to judge. */
export function readDerPrefix(bytes: Uint8Array): DerNode {
  return readAt(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0)
}

/** Reads one element that must be all there is. */
export function readDer(bytes: Uint8Array): DerNode {
  const node = readDerPrefix(bytes)
  if (node.raw.length !== bytes.length) throw new DerProblem('bytes follow the element')
  return node
}

/** The element, or a {@link DerProblem} that names what is missing. */
export function need(node: DerNode | undefined, what: string): DerNode {
  if (!node) throw new DerProblem(`${what} is missing`)
  return node
}
