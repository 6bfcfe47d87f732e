import { and, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { documents } from '#db/documents/schema.ts'
import { namesOfPosts } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { decodeCursor, type Page, pageQuery, toPage } from '#server/kernel/page.ts'
import { searchText } from '#server/kernel/text-input.ts'
import { checksForm, mayDraft, seesWholeAgency, seesWholeUnit } from './documents.permissions.ts'

/** The drawers of the outgoing desk: drafted by me, waiting for me, waiting for the clerk, issued, everything I may see. */
export const documentTabs = ['mine', 'todo', 'numbering', 'issued', 'all'] as const
export type DocumentTab = (typeof documentTabs)[number]

/** `q` searches code and subject without tones, first as one phrase, then word by word. */
export const documentListQuery = pageQuery.extend({
  tab: z.enum(documentTabs).default('all'),
  q: searchText.default(''),
})

const shown = {
  id: documents.id,
  typeCode: documents.typeCode,
  subject: documents.subject,
  code: documents.code,
  symbol: documents.symbol,
  state: documents.state,
  revision: documents.revision,
  urgency: documents.urgency,
  dueAt: documents.dueAt,
  issuedOn: documents.issuedOn,
  issuedAt: documents.issuedAt,
  updatedAt: documents.updatedAt,
  unitId: documents.unitId,
  drafterPostId: documents.drafterPostId,
  signerPostId: documents.signerPostId,
}

type Shown = Pick<typeof documents.$inferSelect, keyof typeof shown>
export type ListedDocument = Shown & { drafterName: string; signerName: string | null }

/** What waits in the working drawers, and what the post may do at this desk. */
export type DeskCounts = { todo: number; numbering: number; can: { draft: boolean } }

/** A page of the documents in a drawer that the actor may see, last changed first. */
export async function documentsVisibleTo(
  tx: Tx,
  actor: Actor,
  list: z.output<typeof documentListQuery>,
): Promise<Page<ListedDocument>> {
  const asked = { ...list, words: [list.q].filter(Boolean) }
  let rows = await rowsOf(tx, actor, asked)
  const words = list.q.split(/\s+/).filter(Boolean).slice(0, 8)
  if (rows.length === 0 && words.length > 1) rows = await rowsOf(tx, actor, { ...list, words })
  const page = toPage(rows, list.limit, (row) => row.updatedAt)
  return { ...page, rows: await withNames(tx, page.rows) }
}

async function withNames(tx: Tx, rows: Shown[]): Promise<ListedDocument[]> {
  const posts = rows.flatMap(({ drafterPostId, signerPostId }) => [drafterPostId, signerPostId ?? drafterPostId])
  const names = await namesOfPosts(tx, posts)
  return rows.map((row) => ({
    ...row,
    drafterName: names.get(row.drafterPostId)?.fullName ?? '',
    signerName: row.signerPostId ? (names.get(row.signerPostId)?.fullName ?? '') : null,
  }))
}

type Asked = { tab: DocumentTab; words: string[]; after?: string | undefined; limit: number }

async function rowsOf(tx: Tx, actor: Actor, asked: Asked): Promise<Shown[]> {
  const from = asked.after === undefined ? newest : decodeCursor(asked.after)
  const patterns = Object.fromEntries(asked.words.map((word, n) => [`word${n}`, word.replace(/[\\%_]/g, '\\$&')]))
  const { agencyId, postId, unitId } = actor
  return preparedFor(tx, actor, asked).execute({
    ...from,
    ...patterns,
    agencyId,
    postId,
    unitId,
    count: asked.limit + 1,
  })
}

const newest = { at: '9999-12-31T00:00:00Z', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

const place = {
  agency: sql.placeholder('agencyId'),
  post: sql.placeholder('postId'),
  unit: sql`${sql.placeholder('unitId')}::uuid`,
}

type Prepared = { execute(values: Record<string, unknown>): Promise<Shown[]> }
const prepared = new WeakMap<object, Map<string, Prepared>>()

/** Building a query costs three times what running a built one does, so each shape is built once a connection pool. */
function preparedFor(tx: Tx, actor: Actor, { tab, words }: Asked): Prepared {
  const known = prepared.get(tx) ?? new Map<string, Prepared>()
  prepared.set(tx, known)
  const shape = `documents_${tab}_${reachOf(actor)}_${words.length}`
  const query = known.get(shape) ?? listQuery(tx, [drawer(tab, actor), ...matching(words.length)]).prepare(shape)
  known.set(shape, query)
  return query
}

function listQuery(tx: Tx, conditions: SQL[]) {
  const behind = sql`(${documents.updatedAt}, ${documents.id})
    < (${sql.placeholder('at')}::timestamptz, ${sql.placeholder('id')}::uuid)`
  return tx
    .select(shown)
    .from(documents)
    .where(and(...conditions, behind))
    .orderBy(desc(documents.updatedAt), desc(documents.id))
    .limit(sql.placeholder('count'))
}

const matching = (count: number): SQL[] =>
  Array.from({ length: count }, (_, n) => {
    const word = sql.placeholder(`word${n}`)
    return sql`${documents.searchFold} like '%' || f_fold(${word}) || '%'`
  })

/** In words, what the conditions below hang on; part of the prepared shape's name. */
function reachOf(actor: Actor): string {
  return [seesWholeAgency(actor) && 'agency', seesWholeUnit(actor) && 'unit', checksForm(actor) && 'form', 'own']
    .filter(Boolean)
    .join('_')
}

function drawer(tab: DocumentTab, actor: Actor): SQL {
  const visible = visibleRows(actor)
  switch (tab) {
    case 'mine':
      return and(eq(documents.agencyId, place.agency), eq(documents.drafterPostId, place.post))!
    case 'todo':
      return and(eq(documents.agencyId, place.agency), waitingFor(actor))!
    case 'numbering':
      return and(visible, inArray(documents.state, ['signed', 'numbered', 'sealed']))!
    case 'issued':
      return and(visible, inArray(documents.state, ['issued', 'recalled']))!
    case 'all':
      return visible
  }
}

/** The rows of `maySeeDocument` as a condition with placeholders. A test holds the two together. */
function visibleRows(actor: Actor): SQL {
  const own = eq(documents.agencyId, place.agency)
  if (seesWholeAgency(actor)) return own
  const part = [eq(documents.drafterPostId, place.post), eq(documents.signerPostId, place.post)]
  if (seesWholeUnit(actor)) part.push(sql`${documents.unitId} = ${place.unit}`)
  return and(own, or(...part))!
}

/** The rows on which this post has the next word; the clerk's wait in a drawer of their own. */
function waitingFor(actor: Actor): SQL {
  const waits = [and(eq(documents.state, 'awaiting_signature'), eq(documents.signerPostId, place.post))]
  if (seesWholeUnit(actor))
    waits.push(sql`(${documents.state} = 'head_review' and ${documents.unitId} = ${place.unit})`)
  if (checksForm(actor)) {
    waits.push(sql`(${documents.state} = 'office_review' and ${documents.drafterPostId} <> ${place.post})`)
  }
  return and(inArray(documents.state, ['head_review', 'office_review', 'awaiting_signature']), or(...waits))!
}

/** How many documents wait in the two working drawers; counted to 100, which is shown as 99+. */
export async function documentCountsFor(tx: Tx, actor: Actor): Promise<DeskCounts> {
  const count = async (tab: DocumentTab) => (await rowsOf(tx, actor, { tab, words: [], limit: 99 })).length
  return { todo: await count('todo'), numbering: await count('numbering'), can: { draft: mayDraft(actor) } }
}
