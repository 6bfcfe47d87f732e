import { openDatabase, type OpenDatabase } from '#db/client.ts'
import type { House } from '#server/kernel/house.ts'

/** A statement as the driver got it. */
type Statement = { text: string; parameters: unknown[] }

/** The statements that a piece of work sends to the database, in their order. Nothing else may use the house meanwhile. */
export async function statementsOf({ sql }: House, run: () => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = []
  sql.options.debug = (_connection, text, parameters) =>
    void sent.push({ text, parameters: [...(parameters as unknown[])] })
  await run()
  sql.options.debug = false
  return sent
}

/** The same statements through `postgres` alone, prepared: what the database and its driver cost without us. */
export function openReplay(databaseUrl: string, statements: readonly Statement[], connections: number) {
  const database = openDatabase(databaseUrl, { max: connections, name: 'ecabinet bench' })
  return {
    async run(): Promise<void> {
      for (const { text, parameters } of statements) await prepared(database, text, parameters)
    },
    close: () => database.close(),
  }
}

const prepared = ({ sql }: OpenDatabase, text: string, parameters: unknown[]) =>
  sql.unsafe(text, [...parameters] as never[], { prepare: true })

type Plan = { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }

/** How many 8 KB pages the statements look at: what a query costs, whatever else the machine does. */
export async function pagesOf({ sql }: House, statements: readonly Statement[]): Promise<number> {
  let pages = 0
  for (const { text, parameters } of statements) {
    const explained = `explain (analyze, buffers, format json) ${text}`
    const [row] = await sql.unsafe<{ 'QUERY PLAN': Plan[] }[]>(explained, [...parameters] as never[])
    const { Plan: plan } = row!['QUERY PLAN'][0]!
    pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  }
  return pages
}
