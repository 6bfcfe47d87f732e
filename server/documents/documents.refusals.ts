import type { RefusalText } from '#server/kernel/refusal.ts'

/** Why an outgoing document or its number was refused, with what to do about it. */
export const documentsRefusals = {
  no_unit: {
    vi: 'Chức vụ này không thuộc đơn vị nào nên không soạn thảo được. Hãy chuyển sang chức vụ ở một đơn vị.',
    en: 'This post belongs to no unit and cannot draft. Switch to a post in a unit.',
  },
  due_in_past: {
    vi: 'Thời hạn đã qua. Hãy chọn một thời điểm sau bây giờ.',
    en: 'The deadline has passed. Choose a time after now.',
  },
  state_secret: {
    vi: 'Văn bản có độ mật không được soạn, lưu hay gửi trên hệ thống này (Quyết định 28/2018/QĐ-TTg, Điều 1 khoản 2). Hãy làm trên máy tính riêng theo quy định về bảo vệ bí mật nhà nước.',
    en: 'State secrets may not be drafted, kept or sent on this system (Decision 28/2018/QĐ-TTg, article 1.2). Use the separate machine that the rules on state secrets prescribe.',
  },
  unknown_type: {
    vi: 'Không có loại văn bản “{typeCode}”. Hãy chọn trong danh mục.',
    en: 'There is no document type “{typeCode}”. Choose one from the list.',
  },
  unknown_recipient: {
    vi: 'Nơi nhận “{name}” không có hoặc không còn hoạt động. Hãy chọn lại nơi nhận.',
    en: 'The recipient “{name}” does not exist or no longer operates. Choose the recipients again.',
  },
  unknown_signer: {
    vi: 'Người ký không thuộc cơ quan này. Hãy chọn người ký trong danh sách.',
    en: 'The signer is not of this agency. Choose one from the list.',
  },
  no_signing_authority: {
    vi: 'Người ký không có thẩm quyền ký ở thể thức này vào ngày {day}. Hãy chọn thể thức ký hoặc người ký khác.',
    en: 'The signer has no authority to sign in this form on {day}. Choose another form or another signer.',
  },
  signer_missing: {
    vi: 'Chưa chọn người ký. Hãy chọn người ký và thể thức ký rồi trình lại.',
    en: 'No signer is chosen. Choose the signer and the form of signing, then submit again.',
  },
  body_missing: {
    vi: 'Văn bản chưa có nội dung. Hãy soạn nội dung hoặc đính tệp đã soạn.',
    en: 'The document has no content. Write the body or attach a file.',
  },
  recipients_missing: {
    vi: 'Công văn chưa có nơi nhận. Hãy chọn ít nhất một nơi nhận.',
    en: 'The letter has no recipient. Choose at least one.',
  },
  unknown_file: {
    vi: 'Không tìm thấy tệp đã tải lên. Hãy tải lại tệp.',
    en: 'The uploaded file was not found. Upload it again.',
  },
  file_already_signed: {
    vi: 'Tệp này đã có chữ ký số nên không thể trình ký như dự thảo. Hãy tải lên bản chưa ký.',
    en: 'This file already carries a signature and cannot be submitted as a draft. Upload the unsigned one.',
  },
  own_draft: {
    vi: 'Người soạn không tự kiểm tra thể thức văn bản của mình. Hãy để người khác của văn phòng duyệt.',
    en: 'Nobody checks the form of an own draft. Let a colleague of the office approve it.',
  },
  not_your_turn: {
    vi: 'Bạn xem được văn bản này nhưng bước này thuộc về chức vụ khác.',
    en: 'You may read this document, but this step belongs to another post.',
  },
  not_what_was_seen: {
    vi: 'Tệp của văn bản đã khác tệp bạn đã xem nên không ký. Hãy mở xem lại rồi ký.',
    en: 'The file is not the one that you looked at, so it was not signed. Look at it again, then sign.',
  },
  signed_already: {
    vi: 'Văn bản đã được bạn ký riêng trước khi đến lượt.',
    en: 'You signed this document by itself before its turn came.',
  },
  batch_open: {
    vi: 'Bạn có một lượt ký nhiều văn bản chưa xong. Hãy ký tiếp hoặc dừng lượt đó trước.',
    en: 'You have a batch that is not finished. Go on with it or stop it first.',
  },
  batch_running: {
    vi: 'Lượt ký này đang chạy. Hãy đợi kết quả.',
    en: 'This batch is being signed. Wait for its results.',
  },
  no_number_book: {
    vi: 'Cơ quan chưa mở sổ đăng ký cho loại văn bản này. Hãy nhờ quản trị mở sổ.',
    en: 'The agency keeps no book of numbers for this type. Ask the administrator to open one.',
  },
} satisfies Record<string, RefusalText>
