import { z } from 'zod'
import { refuse } from './refusal.ts'

/** A page of a list, newest first. `next` is handed back as `after` to get the page behind it; null at the end. */
export type Page<Row> = { rows: Row[]; next: string | null }

/** Query parameters of every paged list. */
export const pageQuery = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** The place behind a row in a list ordered by (instant descending, id). */
export type Cursor = { at: string; id: string }

const cursorShape = z.object({ at: z.iso.datetime({ offset: true }), id: z.uuid() })

/** Opaque text for a cursor. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** Reads what {@link encodeCursor} wrote; refuses anything else as `bad_cursor`. */
export function decodeCursor(text: string): Cursor {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    return refuse('invalid', 'bad_cursor')
  }
}

/** Cuts `limit + 1` fetched rows into a page. */
export function toPage<Row extends { id: string }>(rows: Row[], limit: number, at: (row: Row) => Date): Page<Row> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const next = rows.length > limit && last ? encodeCursor({ at: at(last).toISOString(), id: last.id }) : null
  return { rows: kept, next }
}
