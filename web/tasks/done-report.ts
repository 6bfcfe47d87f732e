import { tasksTexts as t } from '../kernel/messages/tasks.ts'
import type { Report } from './task-page.svelte.ts'

/** What stands in the fields of a report of completion. */
export interface DoneFields {
  note: string
  product: 'other' | 'document'
  documentId: string
  doneOn: string
}

/** What is missing before the server need be asked. */
export function doneProblems({ product, documentId, doneOn }: DoneFields): Partial<Record<string, string>> {
  if (product === 'document') return documentId ? {} : { documentId: t.productMissing }
  return doneOn ? {} : { doneOn: t.dayMissing }
}

/** The report as the server takes it: with a document its own day counts, so none is sent. */
export function doneReport({ note, product, documentId, doneOn }: DoneFields): Report & { doneOn: string | null } {
  return product === 'document' ? { note, documentId, doneOn: null } : { note, documentId: null, doneOn }
}
