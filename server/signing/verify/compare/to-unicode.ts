const MAX_RANGE = 65_536

/** The code → text table of a ToUnicode CMap (bfchar, and bfrange with a start or a list). */
export function readToUnicode(cmap: Uint8Array): Map<number, string> {
  const text = Buffer.from(cmap).toString('latin1')
  const table = new Map<number, string>()
  for (const [, body] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code, unicode] of body!.matchAll(/<([0-9a-fA-F]+)>\s*<([0-9a-fA-F\s]*)>/g))
      table.set(Number.parseInt(code!, 16), utf16(unicode!))
  for (const [, body] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) readRanges(body!, table)
  return table
}

function readRanges(body: string, table: Map<number, string>): void {
  const pattern = /<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(?:<([0-9a-fA-F\s]*)>|\[([^\]]*)\])/g
  for (const [, low, high, start, list] of body.matchAll(pattern)) {
    const from = Number.parseInt(low!, 16)
    const count = Math.min(Number.parseInt(high!, 16) - from + 1, MAX_RANGE)
    const listed =
      list === undefined ? null : [...list.matchAll(/<([0-9a-fA-F\s]*)>/g)].map((found) => utf16(found[1]!))
    for (let i = 0; i < count; i++) table.set(from + i, listed ? (listed[i] ?? '') : shifted(utf16(start!), i))
  }
}

function shifted(text: string, by: number): string {
  if (text === '') return ''
  return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + by)
}

function utf16(hex: string): string {
  const bytes = Buffer.from(hex.replace(/\s+/g, ''), 'hex')
  return bytes
    .subarray(0, bytes.length & ~1)
    .swap16()
    .toString('utf16le')
}
