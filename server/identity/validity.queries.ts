import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

/** The row was valid on the day in Viet Nam of that instant. */
export function validAt(span: { validFrom: AnyColumn; validTo: AnyColumn }, at: Date): SQL {
  const day = sql`${at.toISOString()}::timestamptz::date`
  return sql`${day} between ${span.validFrom} and coalesce(${span.validTo}, 'infinity')`
}
