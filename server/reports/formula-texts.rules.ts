import { handledOnTime, overdueOpen, overdueShare, type Share, type WorkCounts } from './indicator.rules.ts'

/** Which work an indicator looks at: lead assignments of arrivals, or tasks given by other agencies. */
export type WorkKind = 'assignment' | 'task'

type Indicator = {
  work: WorkKind
  share: (counts: WorkCounts) => Share
  name: { vi: string; en: string }
  formula: { vi: string; en: string }
}

/** Every indicator with its formula in words, as it stands beside the number on the screen. */
export const indicators = {
  handled_on_time: {
    work: 'assignment',
    share: handledOnTime,
    name: { vi: 'Văn bản đến xử lý đúng hạn', en: 'Arrivals handled on time' },
    formula: {
      vi: 'Đã xử lý đúng hạn ÷ (đã xử lý đúng hạn + đã xử lý trễ hạn + quá hạn chưa xử lý); chỉ tính việc chủ trì có thời hạn.',
      en: 'Handled on time ÷ (handled on time + handled late + open past the deadline); lead assignments with a deadline only.',
    },
  },
  overdue: {
    work: 'assignment',
    share: overdueShare,
    name: { vi: 'Văn bản đến trễ hạn', en: 'Arrivals overdue' },
    formula: {
      vi: '(Đã xử lý trễ hạn + quá hạn chưa xử lý) ÷ (đã xử lý có thời hạn + đang xử lý có thời hạn); chỉ tính việc chủ trì.',
      en: '(Handled late + open past the deadline) ÷ (handled with a deadline + open with a deadline); lead assignments only.',
    },
  },
  overdue_open: {
    work: 'assignment',
    share: overdueOpen,
    name: { vi: 'Quá hạn trong số đang xử lý', en: 'Overdue among open arrivals' },
    formula: {
      vi: 'Đang xử lý đã quá thời hạn ÷ tất cả việc chủ trì đang xử lý.',
      en: 'Open past the deadline ÷ all open lead assignments.',
    },
  },
  tasks_on_time: {
    work: 'task',
    share: handledOnTime,
    name: { vi: 'Nhiệm vụ được giao hoàn thành đúng hạn', en: 'Given tasks done on time' },
    formula: {
      vi: 'Hoàn thành đúng hạn ÷ (đã hoàn thành + quá hạn chưa hoàn thành); tính theo ngày của văn bản sản phẩm.',
      en: 'Done on time ÷ (done + open past the deadline); by the date of the product document.',
    },
  },
} as const satisfies Record<string, Indicator>
export type IndicatorCode = keyof typeof indicators
export const indicatorCodes = Object.keys(indicators) as IndicatorCode[]
