import type { RefusalText } from '#server/kernel/refusal.ts'

/** Reasons that the meetings room gives. */
export const meetingsRefusals = {
  meeting_ends_before_it_starts: {
    vi: 'Giờ kết thúc phải sau giờ bắt đầu.',
    en: 'The meeting must end after it starts.',
  },
  meeting_in_past: { vi: 'Thời gian họp đã qua.', en: 'The time of the meeting has passed.' },
  meeting_needs_one_chair: {
    vi: 'Cuộc họp phải có đúng một người chủ trì.',
    en: 'A meeting has exactly one chair.',
  },
  meeting_seat_twice: {
    vi: 'Có người được ghi hai lần trong thành phần dự họp.',
    en: 'Somebody is listed twice among the members.',
  },
  meeting_keeps_chair: {
    vi: 'Không thể bỏ người chủ trì khỏi cuộc họp. Hãy cử người chủ trì khác trước.',
    en: 'The chair cannot be removed. Name another chair first.',
  },
  meeting_type_unknown: { vi: 'Không có loại cuộc họp này.', en: 'There is no such type of meeting.' },
  unknown_post: { vi: 'Có chức vụ không tồn tại hoặc đã hết hiệu lực.', en: 'A post does not exist or has ended.' },
  unknown_agency: { vi: 'Có cơ quan không tồn tại.', en: 'An agency does not exist.' },
  item_in_use: {
    vi: 'Nội dung này đã được trình bày, biểu quyết hoặc kết luận nên không bỏ được.',
    en: 'This item has been presented, voted on or concluded and cannot be removed.',
  },
  items_differ: {
    vi: 'Chương trình vừa có thay đổi. Hãy sắp xếp lại trên bản mới.',
    en: 'The agenda has just changed. Sort the new one again.',
  },
  paper_needs_file: {
    vi: 'Văn bản này chưa có tệp để làm tài liệu họp.',
    en: 'This document has no file yet that could be a meeting paper.',
  },
  paper_not_pdf: { vi: 'Tài liệu họp phải là tệp PDF.', en: 'A meeting paper must be a PDF file.' },
  page_out_of_range: { vi: 'Tài liệu chỉ có {pages} trang.', en: 'The paper has only {pages} pages.' },
  poll_still_open: {
    vi: 'Đang có một biểu quyết chưa kết thúc. Hãy kết thúc biểu quyết trước.',
    en: 'A vote is still open. Close it first.',
  },
  poll_closed: {
    vi: 'Biểu quyết đã kết thúc trước khi phiếu của bạn đến máy chủ.',
    en: 'The vote closed before your ballot reached the server.',
  },
  not_a_voter: { vi: 'Bạn không có quyền biểu quyết ở nội dung này.', en: 'You have no vote on this item.' },
  not_checked_in: { vi: 'Bạn cần điểm danh trước khi biểu quyết.', en: 'Check in before you vote.' },
  already_voted: {
    vi: 'Bạn đã biểu quyết; loại cuộc họp này không cho đổi phiếu.',
    en: 'You have voted; this type of meeting does not allow changing a ballot.',
  },
  quorum_not_met: {
    vi: 'Mới có {present} thành viên dự họp, cần ít nhất {needed} để biểu quyết.',
    en: '{present} members are present; at least {needed} are needed to vote.',
  },
  no_conclusions: {
    vi: 'Chưa có kết luận nào để lập thông báo.',
    en: 'There is no conclusion yet to put into a notice.',
  },
  notice_needs_unit: {
    vi: 'Thông báo kết luận do một chức vụ thuộc đơn vị của cơ quan tổ chức họp soạn.',
    en: 'The conclusion notice is drafted by a post in a unit of the agency that holds the meeting.',
  },
  operation_id_missing: {
    vi: 'Phiếu biểu quyết thiếu mã thao tác nên không được nhận.',
    en: 'The ballot has no operation id and was not taken.',
  },
} satisfies Record<string, RefusalText>
