import { arrivalMoves } from '#server/documents/arrival.rules.ts'
import { assignmentMoves } from '#server/documents/assignment.rules.ts'
import { documentMoves } from '#server/documents/document.rules.ts'
import { batchItemMoves } from '#server/documents/signing-batch.rules.ts'
import { numberMoves } from '#server/documents/number.rules.ts'
import { type DeliveryStatus, deliveryStatuses, statusAfter } from '#server/exchange/delivery.rules.ts'
import { itemMoves, meetingMoves } from '#server/meetings/meeting.rules.ts'
import { archiveCopyMoves } from '#server/signing/archive/archive-copy.rules.ts'
import { taskMoves } from '#server/tasks/task.rules.ts'

type Moves = Record<string, { from: readonly string[]; to: string; basis?: string }>

/** `begins`: the state in which the noun is born. */
export type Noun = {
  title: string
  words: string
  path: string
  begins: string
  moves: Moves
  names?: Record<string, string>
}

/** Every noun whose states follow a table, in the order of the thread. */
export const nouns: Noun[] = [
  {
    title: 'Document · văn bản đi',
    words: 'From the first line to the last copy. No act makes the move `recall` yet.',
    path: 'server/documents/document.rules.ts',
    begins: 'draft',
    moves: documentMoves,
  },
  {
    title: 'Document of a signing batch · văn bản trong lượt ký',
    words:
      'The document itself moves by `sign` as if it were signed alone; here stands what became of it in its batch.',
    path: 'server/documents/signing-batch.rules.ts',
    begins: 'waiting',
    moves: batchItemMoves,
  },
  {
    title: 'Archive copy · bản lưu trữ',
    words:
      'Of what was delivered. A failed renewal lets it wait again at the level it has; the four ends are those that no service can change.',
    path: 'server/signing/archive/archive-copy.rules.ts',
    begins: 'waiting',
    moves: archiveCopyMoves,
  },
  {
    title: 'Number · số',
    words: 'A void number stays in the book with its reason; the document may take another one.',
    path: 'server/documents/number.rules.ts',
    begins: 'reserved',
    moves: numberMoves,
  },
  {
    title: 'Delivery · gửi nhận',
    words: 'National codes. A report that may not follow is kept in the history and changes nothing.',
    path: 'server/exchange/delivery.rules.ts',
    begins: 'queued',
    moves: deliveryMoves(),
    names: Object.fromEntries(
      Object.entries(deliveryStatuses).map(([code, { vi, en }]) => [code, `${code} · ${vi} · ${en}`]),
    ),
  },
  {
    title: 'Arrival · văn bản đến',
    words: 'A new direction takes the place of the one before, also while somebody is at work.',
    path: 'server/documents/arrival.rules.ts',
    begins: 'arrived',
    moves: arrivalMoves,
  },
  {
    title: 'Assignment · phân công',
    words:
      'One node of the tree below a direction. `lapsed`: the lead closed the work without waiting for this opinion.',
    path: 'server/documents/assignment.rules.ts',
    begins: 'open',
    moves: assignmentMoves,
  },
  {
    title: 'Task · nhiệm vụ giao',
    words: 'What the agency calls done counts when whoever gave the task accepts it.',
    path: 'server/tasks/task.rules.ts',
    begins: 'given',
    moves: taskMoves,
  },
  {
    title: 'Meeting · cuộc họp',
    words: '`conclude` is made by drafting the conclusion notice.',
    path: 'server/meetings/meeting.rules.ts',
    begins: 'prepared',
    moves: meetingMoves,
  },
  {
    title: 'Agenda item · nội dung chương trình',
    words: 'The chair may go back to an item that is done.',
    path: 'server/meetings/meeting.rules.ts',
    begins: 'waiting',
    moves: itemMoves,
  },
]

/** docs/STATES.md, drawn from the tables of moves. */
export function statesPage(): string {
  return [
    '# States',
    '',
    'Drawn from the tables of moves; nothing else writes a state. The word at an arrow is the move, behind it the clause that the journal',
    'names. A poll needs no picture: it is born open and closed once (`server/meetings/close-poll.ts`).',
    '',
    ...nouns.flatMap(chapter),
    '<!-- Generated; to renew: npx vitest run --config test/vitest.config.ts test/architecture/states.test.ts -u -->',
    '',
  ].join('\n')
}

function chapter(noun: Noun): string[] {
  const heading = [`## ${noun.title}`, '', `${noun.words} (\`${noun.path}\`)`, '']
  return [...heading, '```mermaid', 'stateDiagram-v2', ...linesOf(noun).map((line) => `  ${line}`), '```', '']
}

function linesOf({ begins, moves, names = {} }: Noun): string[] {
  const arrows = Object.entries(moves).flatMap(([move, { from, to, basis }]) =>
    from.map((state) => ({ from: state, to, label: basis ? `${move} · ${basis}` : move })),
  )
  const ends = endsOf(arrows)
  return [
    ...Object.entries(names).map(([state, name]) => `state "${name}" as ${idOf(state)}`),
    `[*] --> ${idOf(begins)}`,
    ...arrows.map(
      ({ from, to, label }) => `${idOf(from)} --> ${idOf(to)}${Object.keys(names).length ? '' : `: ${label}`}`,
    ),
    ...ends.map((state) => `${idOf(state)} --> [*]`),
  ]
}

/** States that no move leaves. */
function endsOf(arrows: readonly { from: string; to: string }[]): string[] {
  const left = new Set(arrows.map(({ from }) => from))
  return [...new Set(arrows.map(({ to }) => to))].filter((state) => !left.has(state))
}

const idOf = (state: string) => (/^\d/.test(state) ? `s${state}` : state)

function deliveryMoves(): Moves {
  const codes = Object.keys(deliveryStatuses).sort((one, other) => rank(one) - rank(other)) as DeliveryStatus[]
  const after = (to: string) => codes.filter((from) => from !== to && statusAfter(from, to) === to)
  return Object.fromEntries(codes.map((to) => [to, { from: after(to), to }]))
}

function rank(code: string): number {
  return code === 'queued' ? 0 : Number(code)
}
