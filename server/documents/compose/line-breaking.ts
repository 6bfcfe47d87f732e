import type { Run } from './body-text.rules.ts'
import { textWidth } from './font-faces.ts'

/** One set line: words in order, each made of runs, with `spaces` gaps between them. */
export type SetLine = {
  words: Run[][]
  /** Natural width in points, spaces at their own width. */
  width: number
  /** Points that the line begins right of the measure's left edge. */
  indent: number
  /** The last line of a paragraph is never stretched. */
  last: boolean
}

type Word = { runs: Run[]; width: number; spaceBefore: number }

/** `width` is the measure and `indent` the first line's extra indent, in points. */
export type Measure = { width: number; size: number; indent?: number }

/** Breaks text into lines no wider than the measure. A word wider than a whole line is cut between characters. */
export function breakLines(runs: Run[], measure: Measure): SetLine[] {
  const lines: SetLine[] = []
  let line = emptyLine(measure.indent ?? 0)
  for (const word of wordsOf(runs, measure)) {
    const grown = line.width + (line.words.length > 0 ? word.spaceBefore : 0) + word.width
    if (line.words.length > 0 && line.indent + grown > measure.width) {
      lines.push(line)
      line = emptyLine(0)
    }
    line.width += (line.words.length > 0 ? word.spaceBefore : 0) + word.width
    line.words.push(word.runs)
  }
  lines.push({ ...line, last: true })
  return lines
}

/** Like {@link breakLines}, but with lines of about equal width, as titles and names of agencies are set. */
export function breakBalanced(runs: Run[], measure: Measure): SetLine[] {
  const lines = breakLines(runs, measure)
  let narrow = measure.width / lines.length / 2
  let wide = measure.width
  while (wide - narrow > 1) {
    const middle = (narrow + wide) / 2
    if (breakLines(runs, { ...measure, width: middle }).length <= lines.length) wide = middle
    else narrow = middle
  }
  const balanced = breakLines(runs, { ...measure, width: wide })
  return hasCutWord(balanced, lines) ? lines : balanced
}

const wordCount = (lines: SetLine[]) => lines.reduce((sum, line) => sum + line.words.length, 0)
const hasCutWord = (balanced: SetLine[], natural: SetLine[]) => wordCount(balanced) > wordCount(natural)
const emptyLine = (indent: number): SetLine => ({ words: [], width: 0, indent, last: false })

function wordsOf(runs: Run[], { size, width }: Measure): Word[] {
  const words: Word[] = []
  let word: Word = { runs: [], width: 0, spaceBefore: 0 }
  const close = () => {
    if (word.runs.length > 0) words.push(...cutToFit(word, size, width))
  }
  for (const { text, face } of runs) {
    text.split(' ').forEach((part, index) => {
      if (index > 0) {
        close()
        word = { runs: [], width: 0, spaceBefore: textWidth(' ', face, size) }
      }
      if (part === '') return
      word.runs.push({ text: part, face })
      word.width += textWidth(part, face, size)
    })
  }
  close()
  return words
}

function cutToFit(word: Word, size: number, width: number): Word[] {
  if (word.width <= width) return [word]
  const pieces: Word[] = [{ runs: [], width: 0, spaceBefore: word.spaceBefore }]
  for (const { text, face } of word.runs) {
    for (const char of text) {
      const charWidth = textWidth(char, face, size)
      if (pieces.at(-1)!.width + charWidth > width) pieces.push({ runs: [], width: 0, spaceBefore: 0 })
      const piece = pieces.at(-1)!
      piece.width += charWidth
      const last = piece.runs.at(-1)
      if (last?.face === face) last.text += char
      else piece.runs.push({ text: char, face })
    }
  }
  return pieces
}
