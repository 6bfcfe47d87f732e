import type { RefusalText } from '#server/kernel/refusal.ts'

/** Reasons that the tasks room gives. */
export const tasksRefusals = {
  done_in_future: {
    vi: 'Ngày hoàn thành không thể ở tương lai.',
    en: 'The day of completion cannot lie in the future.',
  },
  done_needs_day: {
    vi: 'Hãy cho biết ngày của sản phẩm hoàn thành, hoặc chọn văn bản đã ban hành.',
    en: 'Give the day of the finished product, or choose an issued document.',
  },
  product_not_issued: {
    vi: 'Văn bản được chọn làm sản phẩm chưa được ban hành.',
    en: 'The document chosen as the product has not been issued.',
  },
  task_agency_unknown: {
    vi: 'Cơ quan được giao nhiệm vụ không tồn tại.',
    en: 'The agency that is to do the task does not exist.',
  },
} satisfies Record<string, RefusalText>
