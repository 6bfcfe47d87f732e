import type { Work } from './unit-of-work.ts'

/** Something that became true in one room and that rooms above it must follow: `document.issued`, `arrival.moved`. */
export type DomainEvent = { type: string } & Record<string, unknown>

/** Hears an event inside the transaction of the act that told it; a throw undoes the act. */
export type Hearer = (work: Work, event: DomainEvent) => Promise<void>

/** Hearers by event type, in the order in which they are called. */
export type Hearers = Readonly<Record<string, readonly Hearer[]>>
