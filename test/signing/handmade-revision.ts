import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import type { PdfRef } from '#server/signing/pdf/objects.ts'
import { openPdf, type PdfFile } from '#server/signing/pdf/pdf-file.ts'

/** What is wrong with a cross-reference by hand. */
interface Wrong {
  /** Text at the beginning or the end of the trailer. */
  first?: string
  last?: string
  size?: number
  prev?: number
  rootGen?: number
  /** Rows more, as number and offset; numbers called free; a number that is left out. */
  extra?: [number, number][]
  free?: number[]
  without?: number
}

type Row = { num: number; gen: number; kind: 0 | 1 | 2; at: number }

/** One more revision written by hand, in which anything may be wrong. Numbers must grow. */
export class HandmadeRevision {
  private readonly base: Buffer
  private readonly file: PdfFile
  private readonly rows: Row[] = []
  private text = ''
  private hybridAt: number | null = null

  constructor(base: Buffer) {
    this.base = base
    this.file = openPdf(bufferSource(base))
  }

  private get position(): number {
    return this.base.length + this.text.length
  }

  raw(text: string): this {
    this.text += text
    return this
  }

  object(num: number, body: string, gen = 0): this {
    this.rows.push({ num, gen, kind: 1, at: this.position })
    return this.raw(`${num} ${gen} obj\n${body}\nendobj\n`)
  }

  /** Object `inner` inside object stream `num`. */
  packed(num: number, inner: number, body: string, entries = ''): this {
    const head = `${inner} 0 `
    this.object(num, objectStream(1, head, body, entries))
    this.rows.push({ num: inner, gen: 0, kind: 2, at: num })
    return this
  }

  /** The same number twice in one object stream; the cross-reference names the first. */
  packedTwice(num: number, inner: number, ...[one, two]: [string, string]): this {
    const head = `${inner} 0 ${inner} ${one.length + 1} `
    this.object(num, objectStream(2, head, `${one} ${two}`, ''))
    this.rows.push({ num: inner, gen: 0, kind: 2, at: num })
    return this
  }

  /** Another version of object `num`, found only through the extra stream of a hybrid file. */
  hiddenVersion(num: number, body: string): this {
    const at = this.position
    this.raw(`${num} 0 obj\n${body}\nendobj\n`)
    this.hybridAt = this.position
    const row = rowOf({ num, gen: 0, kind: 1, at })
    const dict = `<</Type /XRef /W [1 4 2] /Index [${num} 1] /Size 200 /Length ${row.length}>>`
    this.raw(`90 0 obj\n${dict}\nstream\n${row}\nendstream\nendobj\n`)
    const old = this.file.entryOf(num, this.file.revisions.length - 1)
    if (old?.kind === 'at') this.rows.push({ num, gen: 0, kind: 1, at: old.offset })
    return this
  }

  /** Ends the revision with a table. */
  table(wrong: Wrong = {}): Buffer {
    const at = this.position
    const rows = this.allRows(wrong)
    const lines = rows.map(({ num, gen, kind, at }) => {
      return `${num} 1\n${String(at).padStart(10, '0')} ${String(gen).padStart(5, '0')} ${kind === 0 ? 'f' : 'n'} \n`
    })
    const hybrid = this.hybridAt === null ? '' : `/XRefStm ${this.hybridAt} `
    this.raw(`xref\n${lines.join('') || '0 0\n'}trailer\n<<${this.trailer(wrong, rows)} ${hybrid}>>\n`)
    return this.ended(at)
  }

  /** Ends the revision with a cross-reference stream, which is object 199. */
  stream(wrong: Wrong = {}): Buffer {
    const at = this.position
    const rows = [...this.allRows(wrong), { num: 199, gen: 0, kind: 1 as const, at }]
    const data = rows.map(rowOf).join('')
    const index = rows.map(({ num }) => `${num} 1`).join(' ')
    const own = `/Type /XRef /W [1 4 2] /Index [${index}] /Length ${data.length} ${this.trailer(wrong, rows)}`
    this.raw(`199 0 obj\n<<${own}>>\nstream\n${data}\nendstream\nendobj\n`)
    return this.ended(at)
  }

  private allRows({ extra = [], free = [], without }: Wrong): Row[] {
    const more = extra.map(([num, at]): Row => ({ num, gen: 0, kind: 1, at }))
    const freed = free.map((num): Row => ({ num, gen: 1, kind: 0, at: 0 }))
    const last = new Map([...this.rows, ...more, ...freed].map((row) => [row.num, row]))
    return [...last.values()].filter(({ num }) => num !== without).sort((a, b) => a.num - b.num)
  }

  private trailer({ first = '', last = '', size, prev, rootGen = 0 }: Wrong, rows: Row[]): string {
    const before = this.file.revisions.at(-1)!
    const root = before.trailer.get('Root') as PdfRef
    const enough = Math.max(Number(before.trailer.get('Size')), ...rows.map(({ num }) => num + 1))
    const info = before.trailer.get('Info') as PdfRef | undefined
    const kept = info ? `/Info ${info.num} ${info.gen} R` : ''
    return `${first} ${kept} /Root ${root.num} ${rootGen} R /Size ${size ?? enough} /Prev ${prev ?? before.startxref} ${last}`
  }

  private ended(startxref: number): Buffer {
    this.raw(`startxref\n${startxref}\n%%EOF\n`)
    return Buffer.concat([this.base, Buffer.from(this.text, 'latin1')])
  }
}

function objectStream(count: number, head: string, body: string, entries: string): string {
  const data = head + body
  return `<</Type /ObjStm /N ${count} /First ${head.length} /Length ${data.length} ${entries}>>\nstream\n${data}\nendstream`
}

function rowOf({ gen, kind, at }: Row): string {
  const row = Buffer.alloc(7)
  row[0] = kind
  row.writeUInt32BE(at, 1)
  row.writeUInt16BE(kind === 2 ? 0 : gen, 5)
  return row.toString('latin1')
}
