import type { Page } from 'playwright-core'
import type { Cast } from './cast.ts'

/** Letters beside the story, so that a leader has several to sign. */
const subjects = [
  'kết quả phòng, chống thiên tai và bảo đảm an toàn hồ, đập trong mùa mưa lũ',
  'kết quả rà soát, cập nhật danh mục thủ tục hành chính thuộc thẩm quyền giải quyết',
  'tình hình giải ngân vốn đầu tư công sáu tháng đầu năm 2020',
]

type Signer = { id: string; authority: { id: string; competence: string } }
type Letter = { id: string; revision: number }

/** Drafts them and takes them to the vice-chairman's desk: each step by whoever answers for it, as his own page would send it. */
export async function layBeforeSigner(cast: Cast): Promise<void> {
  const drafter = await cast.as('chuyenvien.th')
  const signers = await sent<Signer[]>(drafter, 'GET', '/documents/signers')
  const signer = signers.find(({ authority }) => authority.competence.startsWith('KT.'))!
  for (const subject of subjects) {
    const content = {
      subject,
      body: 'Ủy ban nhân dân tỉnh báo cáo kết quả thực hiện sáu tháng đầu năm.',
      typeCode: 'bao_cao',
    }
    const ends = { signerPostId: signer.id, signingAuthorityId: signer.authority.id }
    let letter = await sent<Letter>(drafter, 'POST', '/documents', { ...content, ...ends })
    for (const [userName, step] of [
      ['chuyenvien.th', 'submit'],
      ['truongphong.th', 'approve-content'],
      ['chanhvanphong', 'approve-form'],
    ] as const) {
      const path = `/documents/${letter.id}/${step}`
      letter = await sent<Letter>(await cast.as(userName), 'POST', path, { revision: letter.revision })
    }
  }
}

function sent<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([how, where, what]) => {
      const json = what === null ? {} : { headers: { 'content-type': 'application/json' }, body: what }
      const answer = await fetch(`/api${where}`, { method: how, ...json })
      if (!answer.ok) throw new Error(await answer.text())
      return (await answer.json()) as Answer
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  )
}
