import type { RefusalText } from '#server/kernel/refusal.ts'

/** Why something was not done with an incoming document. */
export const arrivalsRefusals = {
  duplicate_arrival: {
    vi: 'Văn bản {code} của cùng nơi gửi đã vào sổ với số đến {number}. Hãy kiểm tra; nếu vẫn cần vào sổ, hãy xác nhận.',
    en: 'Document {code} of the same sender is already registered under arrival number {number}. Check it, then confirm.',
  },
  signatures_failed: {
    vi: 'Kết quả kiểm tra chữ ký số trên văn bản không đạt. Hãy từ chối tiếp nhận, hoặc xác nhận nếu vẫn cần vào sổ.',
    en: 'The check of the signatures on this document failed. Refuse it, or confirm that it must be registered all the same.',
  },
  no_arrivals_book: {
    vi: 'Cơ quan chưa mở sổ văn bản đến. Hãy liên hệ quản trị.',
    en: 'The agency keeps no open book of arrivals. Ask the administrator.',
  },
  due_after_parent: {
    vi: 'Thời hạn này sau thời hạn được giao ({parentDueAt}). Hãy sửa lại hoặc ghi rõ lý do.',
    en: 'This deadline is later than the one it is part of ({parentDueAt}). Change it or give a reason.',
  },
  unit_twice: {
    vi: 'Một đơn vị chỉ giữ một vai trò: chủ trì, phối hợp hoặc nhận để biết.',
    en: 'A unit has one part only: lead, coordinate or inform.',
  },
  unknown_unit: {
    vi: 'Có đơn vị không thuộc cơ quan hoặc không còn hoạt động.',
    en: 'A unit is not of this agency or no longer exists.',
  },
  person_not_of_unit: {
    vi: 'Người được giao không thuộc đơn vị này.',
    en: 'The person does not belong to this unit.',
  },
  reply_not_issued: {
    vi: 'Văn bản trả lời chưa được ban hành hoặc không phải của cơ quan.',
    en: 'The reply has not been issued, or is not of this agency.',
  },
  nothing_reported: {
    vi: 'Hãy ghi kết quả xử lý hoặc chọn văn bản trả lời.',
    en: 'Write what was done, or choose the reply.',
  },
} satisfies Record<string, RefusalText>
