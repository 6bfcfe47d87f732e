import type { PollView } from '../../server/meetings/screen.state.ts'
import { announcements } from '../kernel/announce.svelte.ts'
import { roomTexts as t } from '../kernel/messages/meeting-room.ts'
import { voteTexts as v } from '../kernel/messages/meeting-vote.ts'
import type { Sync } from './meeting-room.svelte.ts'
import { resultSentence } from './poll-words.ts'

/** Says aloud what must not be missed: a vote opened or closed, the room out of reach and back. What was there on arrival is no news. */
export class RoomNews {
  #poll: { id: string; state: PollView['state'] } | undefined
  #wasLost = false

  /** The latest poll of the room, as it stands now. */
  hearPoll(poll: PollView | undefined): void {
    if (!poll || (this.#poll?.id === poll.id && this.#poll.state === poll.state)) return
    if (poll.state === 'open') announcements.interrupt(v.voteOpened(poll.question))
    else if (this.#poll?.id === poll.id) announcements.interrupt(`${v.voteClosed} ${resultSentence(poll)}`)
    this.#poll = { id: poll.id, state: poll.state }
  }

  hearSync(sync: Sync): void {
    if (sync === 'lost' && !this.#wasLost) announcements.interrupt(t.lineLost)
    if (sync === 'in step' && this.#wasLost) announcements.interrupt(t.lineBack)
    if (sync !== 'behind') this.#wasLost = sync === 'lost'
  }
}
