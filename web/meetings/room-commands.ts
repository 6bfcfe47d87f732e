import type { Command } from '../kernel/commands.svelte.ts'
import { roomTexts as t } from '../kernel/messages/meeting-room.ts'
import { voteTexts as v } from '../kernel/messages/meeting-vote.ts'
import type { MeetingRoom } from './meeting-room.svelte.ts'
import type { RoomPanel } from './room-panel.svelte.ts'

/** The keys of the room. No letter that Telex would turn into another with the next one is bound twice in a row. */
export function roomCommands(room: MeetingRoom, panel: RoomPanel): Command[] {
  const everybody = [
    command(
      'follow',
      () => t.followKey,
      'KeyF',
      () => toggleFollow(room),
    ),
    command(
      'agenda',
      () => t.agenda,
      'KeyC',
      () => panel.toggle('agenda'),
    ),
    command(
      'members',
      () => t.members,
      'KeyM',
      () => panel.toggle('members'),
    ),
    command('vote', () => v.goToVote, 'KeyB', goToVote),
  ]
  return room.isDesk ? [...everybody, ...forDesk(room, panel)] : everybody
}

function forDesk(room: MeetingRoom, panel: RoomPanel): Command[] {
  return [
    command(
      'present',
      () => t.showToAll,
      'KeyT',
      () => present(room),
    ),
    command(
      'next',
      () => t.nextItemKey,
      'KeyN',
      () => goOn(room),
    ),
    command(
      'ask',
      () => v.openVote,
      'KeyV',
      () => (panel.asking = room.can.openPoll === true),
    ),
    command(
      'conclude',
      () => t.conclusions,
      'KeyK',
      () => panel.toggle('conclusions'),
    ),
  ]
}

function command(id: string, label: () => string, keys: string, run: () => unknown): Command {
  return { id: `room:${id}`, label, keys, run, group: () => t.room }
}

/** To the first choice of an open vote, otherwise to the vote as a whole. */
function goToVote(): void {
  const vote = document.getElementById('vote')
  const first = vote?.querySelector<HTMLElement>('input') ?? vote
  first?.focus()
}

/** Leaves the stage, or goes back to it. */
export function toggleFollow({ pages }: MeetingRoom): void {
  if (pages.mode === 'follow') pages.leave()
  else pages.rejoin()
}

/** Shows what is on this screen to everybody. */
export function present({ pages, can }: MeetingRoom): void {
  if (can.turnPage && pages.shown) pages.lead(pages.shown)
}

function goOn(room: MeetingRoom): void {
  if (room.can.goToItem && !room.openPoll && room.nextItem) void room.goTo(room.nextItem)
}
