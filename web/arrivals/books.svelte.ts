import type { InferResponseType } from 'hono/client'
import { api, ask } from '../kernel/api.ts'
import { formatDate } from '../kernel/format.ts'

type BookYear = InferResponseType<typeof api.documents.books.$get>[number]

/** The agency's open books of arrivals, and the number that each would give next. */
export class ArrivalBooks {
  #years = $state.raw<BookYear[]>([])

  /** One line a book, by name. */
  readonly books = $derived(
    [...Map.groupBy(this.#years, ({ id }) => id).values()].map(([book]) => ({
      value: book!.id,
      label: book!.name,
    })),
  )

  async load(): Promise<void> {
    const all = await ask(api.documents.books.$get())
    this.#years = all.filter(({ kind }) => kind === 'incoming')
  }

  /** The number that the book gives next in the year of `today`; somebody beside may take it first. '' takes the first book. */
  nextNumber(bookId: string, today: Date): number {
    const year = Number(formatDate(today).slice(-4))
    const wanted = bookId || this.books[0]?.value
    return (this.#years.find((row) => row.id === wanted && row.year === year)?.last ?? 0) + 1
  }
}
