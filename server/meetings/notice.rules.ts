import type { ConclusionView, ItemView, PollView } from './screen.state.ts'

/** What a conclusion notice is written from. `heldOn` and the deadlines are days of the form `dd/MM/yyyy`. */
export type NoticeSource = {
  meetingTitle: string
  place: string
  heldOn: string
  agencyName: string
  chair: { title: string; fullName: string }
  items: readonly ItemView[]
  conclusions: readonly ConclusionView[]
  polls: readonly PollView[]
  dayOf(instant: string): string
}

/** What the notice is about, as its title line says it; at most 500 characters. */
export function noticeSubject({ chair, meetingTitle }: NoticeSource): string {
  return `Kết luận của ${chair.title} tại ${meetingTitle}`.slice(0, 500)
}

/**
 * The text of the notice: who met, then item by item what was voted and concluded and who does what by when. A draft: the
 * drafter reads it over and may change every word.
 */
export function noticeBody(source: NoticeSource): string {
  const { conclusions } = source
  const concluded = source.items.flatMap((item) => {
    const conclusion = conclusions.find(({ itemId }) => itemId === item.id)
    return conclusion ? [{ item, conclusion }] : []
  })
  const parts = concluded.map(({ item, conclusion }, index) => partOf(source, { item, conclusion, number: index + 1 }))
  return [opening(source), ...parts, closing(source)].join('\n\n')
}

function opening({ heldOn, place, agencyName, chair, meetingTitle }: NoticeSource): string {
  return (
    `Ngày ${heldOn}, tại ${place}, ${chair.title} ${chair.fullName} đã chủ trì ${meetingTitle} của ${agencyName}. ` +
    `Sau khi nghe báo cáo và ý kiến của các thành viên dự họp, ${chair.title} kết luận như sau:`
  )
}

type Part = { item: ItemView; conclusion: ConclusionView; number: number }

function partOf(source: NoticeSource, { item, conclusion, number }: Part): string {
  const votes = source.polls.filter((poll) => poll.itemId === item.id).flatMap((poll) => voteLine(poll))
  const orders = conclusion.assignments.map(
    ({ agencyName, content, dueAt }) => `- ${agencyName}: ${content} Thời hạn hoàn thành: ${source.dayOf(dueAt)}.`,
  )
  const given = orders.length > 0 ? ['Giao nhiệm vụ:', ...orders] : []
  return [`**${number}. ${item.title}**`, ...votes, conclusion.text, ...given].join('\n')
}

function voteLine({ question, result }: PollView): string[] {
  if (!result) return []
  const { yes, no, abstain, eligible, outcome } = result
  const word = outcome === 'passed' ? 'thông qua' : 'không thông qua'
  return [
    `Biểu quyết “${question}”: ${yes}/${eligible} thành viên tán thành, ${no} không tán thành, ${abstain} không biểu quyết; ${word}.`,
  ]
}

function closing({ agencyName }: NoticeSource): string {
  return `${agencyName} thông báo để các cơ quan, đơn vị liên quan biết và tổ chức thực hiện.`
}
