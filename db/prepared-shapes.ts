import type { Sql } from 'postgres'

/** So many query texts a pool are prepared; on each connection PostgreSQL keeps some kilobytes for each. */
const mostShapes = 500
/** A text with more parameters is one of a family (a list, many rows) and seldom comes again as it is. */
const mostParameters = 40

type Unsafe = Sql['unsafe']
type Options = Parameters<Unsafe>[2]
type Run = (tx: Sql) => unknown

/**
 * The client as Drizzle should see it: what Drizzle builds comes as text and would be parsed, described and planned anew each time,
 * in two round trips. Here the same text is prepared once a connection, which halves what a query costs this process
 * and leaves one round trip. See docs/decisions/0013-prepared-shapes.md.
 */
export function withPreparedShapes(client: Sql, shapes = new Set<string>()): Sql {
  const unsafe = (text: string, parameters: unknown[] = [], options: Options = {}) => {
    const prepare = options.prepare === true || isWorthPreparing(text, parameters, shapes)
    return client.unsafe(text, parameters as never[], { ...options, prepare })
  }
  const through = (start: (run: Run) => unknown) => (run: Run) => start((tx) => run(withPreparedShapes(tx, shapes)))
  return new Proxy(client, {
    get(target, key) {
      if (key === 'unsafe') return unsafe
      if (key === 'begin' || key === 'savepoint') return through(target[key as 'begin'] as never)
      return target[key as keyof Sql]
    },
  })
}

function isWorthPreparing(text: string, parameters: unknown[], shapes: Set<string>): boolean {
  if (parameters.length === 0 || parameters.length > mostParameters) return false
  if (shapes.size < mostShapes) shapes.add(text)
  return shapes.has(text)
}
