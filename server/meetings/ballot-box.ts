import type { Choice } from './screen.state.ts'

/** One cast: who, in which poll, what, and the operation id that the device made for it. */
export type Cast = {
  meetingId: string
  pollId: string
  postId: string
  personId: string
  commandId: string
  choice: Choice
}

/** What the voter may rely on: the choice that counts for this operation id, and when the server took it. */
export type Receipt = { pollId: string; choice: Choice; castAt: string }

/**
 * Where ballots are cast.
 *
 * - **Acknowledged** means durable: a receipt is given only after the commit that holds the ballot, so no crash loses it.
 * - **Repeated**: the same operation id gets the same receipt again, also after the close and after a newer ballot, and
 *   changes nothing. The same id with another choice refuses `conflict / key_reused`.
 * - **Changed**: another operation id of the same voter takes the place of the ballot where the frozen rule allows it;
 *   otherwise it refuses `conflict / already_voted`. There is never more than one ballot a voter, whatever devices and
 *   server processes it came through.
 * - **Closed**: decided by the state of the poll under its lock, not by when the request left the device: refuses
 *   `conflict / poll_closed`. A ballot is either in the count or refused, never neither.
 * - **Not yours**: without a seat in the meeting, or for an unknown poll, `not_found`; with a seat but no vote in this
 *   poll `forbidden / not_a_voter`; with a vote but not checked in `conflict / not_checked_in`.
 * - **Alone**: one bad ballot never spoils those that arrived with it.
 * - **Stopped**: when the database goes away nothing is acknowledged; casting again with the same operation id is safe.
 */
export interface BallotBox {
  /** Casts one ballot; resolves after it is durable. */
  cast(cast: Cast): Promise<Receipt>
  /** Waits until everything cast so far is settled and its turnout is told. */
  settle(): Promise<void>
}
