/** The four faces of the form's typeface. */
export type FaceName = 'regular' | 'bold' | 'italic' | 'boldItalic'

/** A piece of text in one face. */
export type Run = { text: string; face: FaceName }

/** A part of the body between two places where a new line must begin. */
export type Block =
  { kind: 'paragraph'; runs: Run[] } | { kind: 'heading'; runs: Run[] } | { kind: 'table'; rows: Run[][][] }

const tableRow = /^\|(.*)\|$/u
const tableRule = /^\|(\s*:?-+:?\s*\|)+$/u
const marks = /\*\*\*|\*\*|\*/gu

/**
 * Reads the body of a document. Each line is a paragraph, blank lines say nothing, so `1. …`, `a) …` and `- …` are
 * paragraphs as the decree sets them. `**bold**`, `*italic*`; a line that begins with `# ` is centred and bold
 * ("# QUYẾT ĐỊNH:"); neighbouring lines of the form `| a | b |` make a table.
 */
export function blocksOf(body: string): Block[] {
  const blocks: Block[] = []
  for (const raw of body.normalize('NFC').split(/\r\n|\r|\n/u)) {
    const line = raw.replace(/[\t ]+/gu, ' ').trim()
    if (line !== '') addLine(blocks, line)
  }
  return blocks
}

function addLine(blocks: Block[], line: string): void {
  const row = tableRow.exec(line)
  const last = blocks.at(-1)
  if (row && last?.kind === 'table') {
    if (!tableRule.test(line)) last.rows.push(cellsOf(row[1]!, 'regular'))
  } else if (row) blocks.push({ kind: 'table', rows: [cellsOf(row[1]!, 'bold')] })
  else if (line.startsWith('# ')) blocks.push({ kind: 'heading', runs: runsOf(line.slice(2), 'bold') })
  else blocks.push({ kind: 'paragraph', runs: runsOf(line, 'regular') })
}

const cellsOf = (row: string, face: FaceName) => row.split('|').map((cell) => runsOf(cell.trim(), face))

/** Splits a line at its marks of emphasis. A mark that is never closed is printed as it stands. */
export function runsOf(line: string, plain: FaceName): Run[] {
  if (!isBalanced(line)) return [{ text: line, face: plain }]
  const runs: Run[] = []
  const on = { bold: plain === 'bold', italic: false }
  let from = 0
  const push = (to: number) => {
    if (to > from) runs.push({ text: line.slice(from, to), face: faceFor(on) })
  }
  for (const mark of line.matchAll(marks)) {
    push(mark.index)
    if (mark[0].length >= 2) on.bold = !on.bold
    if (mark[0].length !== 2) on.italic = !on.italic
    from = mark.index + mark[0].length
  }
  push(line.length)
  return runs
}

function isBalanced(line: string): boolean {
  const found = [...line.matchAll(marks)].map((mark) => mark[0])
  const bold = found.filter((mark) => mark.length >= 2).length
  const italic = found.filter((mark) => mark.length !== 2).length
  return bold % 2 === 0 && italic % 2 === 0
}

function faceFor({ bold, italic }: { bold: boolean; italic: boolean }): FaceName {
  if (bold) return italic ? 'boldItalic' : 'bold'
  return italic ? 'italic' : 'regular'
}
