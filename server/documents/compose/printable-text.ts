import { refuse } from '#server/kernel/refusal.ts'
import type { Composition } from './composition.ts'
import { faceOf } from './font-faces.ts'

/** More than this is a book, not a document: about 400 pages. */
const longestBody = 1_000_000

/**
 * The same composition with every text in NFC, so that a mark can never be drawn beside its letter.
 * Refuses characters that the form's typeface does not have (`text_not_printable`) rather than print a hole, and a body
 * of more than a million characters (`body_too_long`).
 */
export function printableComposition(composition: Composition): Composition {
  const text = normalised(composition) as Composition
  if (text.body.length > longestBody) refuse('invalid', 'body_too_long', { limit: longestBody })
  for (const character of new Set(textsOf(text).join(''))) assertPrintable(character)
  return text
}

function normalised(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC').replaceAll('\t', ' ')
  if (Array.isArray(value)) return value.map(normalised)
  if (value instanceof Date || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, normalised(part)]))
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value instanceof Date || typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}

function assertPrintable(character: string): void {
  if (character === '\n' || character === '\r') return
  const codePoint = character.codePointAt(0)!
  if (faceOf('regular').glyphOf(codePoint)) return
  const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  refuse('invalid', 'text_not_printable', { character, code })
}
