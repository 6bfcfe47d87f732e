import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { BallotBox, Cast, Receipt } from './ballot-box.ts'
import { examineCasts, type KnownCast, writeCasts } from './ballot.queries.ts'
import { judgeCast } from './poll.rules.ts'
import { openTurnoutTeller } from './tell-turnout.ts'

/** A first ballot waits this long for company; while a batch is being written the next one gathers by itself. */
const gather_ms = 2
const longestBatch = 1000

type Waiting = { cast: Cast; settle(receipt: Receipt): void; fail(error: unknown): void }

/**
 * A box that writes the ballots which arrive together in one transaction and acknowledges each after its commit: the
 * disk is waited for once a batch, not once a voter. Batches follow one another; the lock on the poll orders them among
 * several server processes.
 */
export function openGroupCommitBox(house: House): BallotBox {
  const teller = openTurnoutTeller(house)
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null

  const writeAll = async () => {
    await new Promise((resolve) => setTimeout(resolve, gather_ms))
    while (waiting.length > 0) {
      const { batch, rest } = nextBatch(waiting)
      waiting = rest
      const written = Map.groupBy(await writeBatch(house, batch), ({ pollId }) => pollId)
      for (const [pollId, casts] of written)
        teller.voted(
          pollId,
          casts.map(({ postId }) => postId),
        )
    }
    writing = null
  }

  return {
    cast: (cast) =>
      new Promise<Receipt>((settle, fail) => {
        waiting.push({ cast, settle, fail })
        writing ??= writeAll()
      }),
    async settle() {
      while (writing) await writing
      await teller.settle()
    },
  }
}

/** The oldest ballots, at most one a voter: who casts twice at once is judged in order, one batch after the other. */
function nextBatch(waiting: Waiting[]): { batch: Waiting[]; rest: Waiting[] } {
  const seen = new Set<string>()
  const batch: Waiting[] = []
  const rest: Waiting[] = []
  for (const one of waiting) {
    const voter = `${one.cast.pollId} ${one.cast.postId}`
    const fits = batch.length < longestBatch && !seen.has(voter)
    seen.add(voter)
    ;(fits ? batch : rest).push(one)
  }
  return { batch, rest }
}

/** Writes a batch and answers everybody in it; gives the casts that were new. */
async function writeBatch(house: House, batch: Waiting[]): Promise<Cast[]> {
  try {
    const judged = await house.db.transaction((tx) => judgeAndWrite(tx, batch, house.clock.now()))
    for (const { one, outcome } of judged) outcome(one)
    return judged.filter(({ written }) => written).map(({ one }) => one.cast)
  } catch (error) {
    for (const one of batch) one.fail(error)
    return []
  }
}

type Judged = { one: Waiting; written: boolean; outcome(one: Waiting): void }

async function judgeAndWrite(tx: Parameters<typeof writeCasts>[0], batch: Waiting[], at: Date): Promise<Judged[]> {
  const known = await examineCasts(
    tx,
    batch.map(({ cast }) => cast),
  )
  const judged = batch.map((one, index) => judge(one, known[index]!, at))
  const written = judged.filter(({ written }) => written).map(({ one }) => one.cast)
  if (written.length > 0) await writeCasts(tx, written, at)
  return judged
}

function judge(one: Waiting, { facts, receipt }: KnownCast, at: Date): Judged {
  try {
    if (facts === null) return refuse('not_found', 'not_found')
    const written = judgeCast(facts) === 'write'
    const { pollId, choice } = one.cast
    const given = receipt ?? { pollId, choice, castAt: at.toISOString() }
    return { one, written, outcome: ({ settle }) => settle(given) }
  } catch (refusal) {
    return { one, written: false, outcome: ({ fail }) => fail(refusal) }
  }
}
