import { foldVietnamese } from './fold.ts'

/** A piece of a text and whether it is what was looked for. */
export interface Piece {
  text: string
  hit: boolean
}

/** True when every word of `query`, typed with or without tones, occurs in `text`. An empty query finds everything. */
export function finds(query: string, text: string): boolean {
  const folded = foldVietnamese(text)
  return words(query).every((word) => folded.includes(word))
}

/** `text` cut where words of `query` occur, so that a screen can mark them; joined, the pieces are `text` in NFC. */
export function marked(query: string, text: string): Piece[] {
  const letters = [...text.normalize('NFC')]
  const folded = letters.map((letter) => foldVietnamese(letter))
  const hits = letters.map(() => false)
  for (const word of words(query)) markWord(folded, word, hits)
  return joined(letters, hits)
}

function words(query: string): string[] {
  return foldVietnamese(query).split(/\s+/).filter(Boolean)
}

function markWord(folded: string[], word: string, hits: boolean[]): void {
  for (let start = 0; start < folded.length; start++) {
    let end = start
    let seen = ''
    while (end < folded.length && seen.length < word.length) seen += folded[end++]
    if (seen === word) hits.fill(true, start, end)
  }
}

function joined(letters: string[], hits: boolean[]): Piece[] {
  const pieces: Piece[] = []
  for (const [index, letter] of letters.entries()) {
    const last = pieces.at(-1)
    if (last && last.hit === hits[index]) last.text += letter
    else pieces.push({ text: letter, hit: hits[index] === true })
  }
  return pieces
}
