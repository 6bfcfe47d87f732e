import type { RefusalText } from '#server/kernel/refusal.ts'

/** Why a file was not taken, opened or given. */
export const filesRefusals = {
  file_empty: { vi: 'Tệp không có nội dung.', en: 'The file is empty.' },
  file_too_large: {
    vi: 'Tệp lớn hơn mức cho phép ({limit_mb} MB).',
    en: 'The file is larger than allowed ({limit_mb} MB).',
  },
  file_type_not_accepted: {
    vi: 'Chỉ nhận tệp PDF hoặc DOCX. Nội dung tệp này không phải hai loại đó, dù tên tệp có thể ghi khác.',
    en: 'Only PDF and DOCX files are accepted. The content of this file is neither, whatever its name says.',
  },
  file_encrypted: {
    vi: 'Tệp được bảo vệ bằng mật khẩu hoặc mã hóa. Hãy bỏ mật khẩu rồi gửi lại.',
    en: 'The file is protected by a password or encrypted. Remove the protection and send it again.',
  },
  file_has_script: {
    vi: 'Tệp chứa thành phần có thể tự chạy hoặc tự tải nội dung khác ({what}). Hãy xuất lại tệp không có thành phần này.',
    en: 'The file contains a part that can run or fetch other content by itself ({what}). Export it again without that part.',
  },
  file_unreadable: {
    vi: 'Không đọc được tệp: tệp bị hỏng, bị cắt ngắn hoặc không đúng cấu trúc.',
    en: 'The file cannot be read: it is damaged, cut short or malformed.',
  },
  file_too_heavy: {
    vi: 'Tệp cần quá nhiều bộ nhớ hoặc thời gian để mở nên không được nhận.',
    en: 'Opening the file takes too much memory or time, so it was not accepted.',
  },
  blob_missing: { vi: 'Không tìm thấy nội dung tệp.', en: 'The content of the file was not found.' },
  converter_missing: {
    vi: 'Máy chủ chưa cài LibreOffice nên không chuyển được DOCX sang PDF. Hãy gửi tệp PDF.',
    en: 'LibreOffice is not installed on the server, so DOCX cannot be converted. Send a PDF instead.',
  },
  converter_failed: {
    vi: 'Không chuyển được tệp DOCX sang PDF. Hãy xuất PDF từ phần mềm soạn thảo rồi gửi lại.',
    en: 'The DOCX file could not be converted. Export a PDF from your word processor and send that.',
  },
} satisfies Record<string, RefusalText>
