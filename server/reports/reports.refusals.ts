import type { RefusalText } from '#server/kernel/refusal.ts'

/** Why a report was not made. */
export const reportsRefusals = {
  period_not_begun: {
    vi: 'Kỳ báo cáo này chưa bắt đầu (từ ngày {from}).',
    en: 'This reporting period has not begun (from {from}).',
  },
} satisfies Record<string, RefusalText>
