import type { RefusalText } from './refusal.ts'

/** Reasons that any room may give. */
export const kernelRefusals = {
  not_found: { vi: 'Không tìm thấy, hoặc bạn không có quyền xem.', en: 'Not found, or not yours to see.' },
  forbidden: { vi: 'Chức vụ của bạn không có quyền làm việc này.', en: 'Your post may not do this.' },
  unauthenticated: {
    vi: 'Phiên làm việc đã kết thúc. Hãy đăng nhập lại.',
    en: 'Your session has ended. Sign in again.',
  },
  cross_site: {
    vi: 'Yêu cầu đến từ một trang khác nên bị từ chối.',
    en: 'The request came from another site and was refused.',
  },
  invalid_input: {
    vi: 'Có nội dung chưa hợp lệ. Hãy xem các ô được đánh dấu.',
    en: 'Some input is not valid. See the marked fields.',
  },
  malformed_body: { vi: 'Nội dung gửi lên không đúng dạng JSON.', en: 'The request body is not valid JSON.' },
  body_too_large: { vi: 'Nội dung gửi lên quá lớn.', en: 'The request body is too large.' },
  bad_cursor: {
    vi: 'Vị trí trang không hợp lệ. Hãy mở lại danh sách.',
    en: 'The page position is not valid. Open the list again.',
  },
  key_reused: {
    vi: 'Mã thao tác này đã dùng cho một yêu cầu khác. Hãy thử lại.',
    en: 'This operation id was already used for a different request. Try again.',
  },
  stale: {
    vi: '{byName} đã thay đổi nội dung này lúc {at}. Hãy xem bản mới rồi làm lại; những gì bạn đã nhập vẫn còn.',
    en: '{byName} changed this at {at}. Look at the new version and try again; what you typed is kept.',
  },
  wrong_state: {
    vi: 'Việc này không làm được ở trạng thái hiện tại.',
    en: 'This cannot be done in the present state.',
  },
  too_many_tries: { vi: 'Thử quá nhiều lần. Hãy đợi {seconds} giây.', en: 'Too many tries. Wait {seconds} seconds.' },
  database_unavailable: {
    vi: 'Cơ sở dữ liệu tạm thời không trả lời. Chưa có gì thay đổi; hãy thử lại sau giây lát.',
    en: 'The database does not answer for the moment. Nothing was changed; try again shortly.',
  },
  disk_full: {
    vi: 'Máy chủ hết chỗ lưu nên không ghi thêm được. Việc đọc vẫn bình thường; hãy báo quản trị.',
    en: 'The server is out of disk space and cannot write. Reading still works; tell the administrator.',
  },
  internal: {
    vi: 'Có lỗi trong hệ thống. Mã tra cứu: {traceId}.',
    en: 'Something went wrong inside. Trace id: {traceId}.',
  },
} satisfies Record<string, RefusalText>
