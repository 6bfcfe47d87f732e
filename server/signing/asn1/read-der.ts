import { DerProblem } from './der-problem.ts'
import { utcInstant } from './utc-instant.ts'

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

  /** A serial number as hexadecimal without leading zeros; a negative one, which RFC 5280 forbids, has a minus before its bytes. */
  serialHex(): string {
    const hex = this.expect(0x02).content.toString('hex')
    return this.content.length > 0 && this.content[0]! < 0x80 ? hex.replace(/^(00)+(?=..)/, '') : `-${hex}`
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
    const [year, ...rest] = found.slice(1) as [string, ...string[]]
    const century = this.tag === 0x18 ? '' : Number(year) < 50 ? '20' : '19'
    return utcInstant([century + year, ...rest])
  }
}

/** Nineteen times seven bits hold the 128 of a UUID. */
const MAX_ARC_BYTES = 19

/** An arc that is longer than a UUID's, or longer than it need be, is refused: one identifier has one encoding. */
function dotted(content: Buffer): string {
  const arcs: (number | bigint)[] = []
  let from = 0
  content.forEach((byte, i) => {
    if (i === from && byte === 0x80) throw new DerProblem('an object identifier is longer than it need be')
    if (byte >= 0x80) return
    arcs.push(arcOf(content.subarray(from, i + 1)))
    from = i + 1
  })
  const first = Number(arcs.shift())
  if (Number.isNaN(first) || from < content.length) throw new DerProblem('a malformed object identifier')
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - root * 40, ...arcs].join('.')
}

function arcOf(bytes: Buffer): number | bigint {
  if (bytes.length > MAX_ARC_BYTES) throw new DerProblem('an object identifier is too long')
  if (bytes.length <= 7) return bytes.reduce((value, byte) => value * 128 + (byte & 0x7f), 0)
  return bytes.reduce((value, byte) => (value << 7n) | BigInt(byte & 0x7f), 0n)
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
