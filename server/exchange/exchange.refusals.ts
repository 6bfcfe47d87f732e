import type { RefusalText } from '#server/kernel/refusal.ts'

/** Why nothing was done with a delivery. */
export const exchangeRefusals = {
  not_refused: {
    vi: 'Nơi nhận không từ chối văn bản này, hoặc đã có người xác nhận việc từ chối. Hãy tải lại danh sách.',
    en: 'The recipient has not refused this document, or the refusal was acknowledged already. Reload the list.',
  },
} satisfies Record<string, RefusalText>
