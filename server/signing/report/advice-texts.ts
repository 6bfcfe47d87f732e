import type { Overall } from '../verify/report.ts'
import type { Bilingual } from '../verify/result-texts.ts'

/** What a finding on a whole file comes to for the person who holds the paper: one word, and what to do now. */
export interface Conclusion {
  /** The verdict in two or three words, such as “Đã bị thay đổi”. */
  verdict: Bilingual
  advice: Bilingual
}

/** Every way in which a check can end, in the words of somebody who has to act on it. */
export type ConclusionKind = Overall | 'changed' | 'added' | 'encrypted' | 'no_roots'

const ASK_SENDER: Bilingual = {
  vi: 'Không sử dụng văn bản này. Đề nghị nơi gửi gửi lại tệp gốc.',
  en: 'Do not use this document. Ask the sender for the original file.',
}

export const CONCLUSIONS: Record<ConclusionKind, Conclusion> = {
  valid: {
    verdict: { vi: 'Hợp lệ', en: 'Valid' },
    advice: { vi: 'Văn bản có thể được sử dụng.', en: 'The document may be used.' },
  },
  invalid: { verdict: { vi: 'Không hợp lệ', en: 'Invalid' }, advice: ASK_SENDER },
  changed: { verdict: { vi: 'Đã bị thay đổi sau khi ký', en: 'Changed after signing' }, advice: ASK_SENDER },
  indeterminate: {
    verdict: { vi: 'Chưa kết luận được', en: 'Cannot be decided yet' },
    advice: {
      vi: 'Chưa dùng làm căn cứ. Xác minh với nơi gửi, hoặc kiểm tra lại khi lý do trên không còn.',
      en: 'Do not rely on it yet. Verify with the sender, or check again when the reason above is gone.',
    },
  },
  added: {
    verdict: { vi: 'Chưa kết luận được: có phần thêm vào sau khi ký', en: 'Cannot be decided: content was added' },
    advice: {
      vi: 'Xem phần được thêm; người ký không ký phần đó. Nếu không rõ, đề nghị nơi gửi gửi lại tệp gốc.',
      en: 'Look at what was added; the signer did not sign it. If in doubt, ask the sender for the original file.',
    },
  },
  no_roots: {
    verdict: { vi: 'Chưa kết luận được', en: 'Cannot be decided yet' },
    advice: {
      vi: 'Quản trị hệ thống cần cài đặt chứng thư số gốc được tin cậy, rồi kiểm tra lại.',
      en: 'The administrator has to install trusted root certificates; then check again.',
    },
  },
  unsigned: {
    verdict: { vi: 'Không có chữ ký số', en: 'Not signed' },
    advice: {
      vi: 'Tệp không có giá trị như bản gốc điện tử. Nếu cần, đề nghị nơi gửi gửi bản đã ký số.',
      en: 'The file has no value as an electronic original. Ask the sender for the signed one where that is needed.',
    },
  },
  unreadable: {
    verdict: { vi: 'Không đọc được', en: 'Cannot be read' },
    advice: {
      vi: 'Không kiểm tra được chữ ký nào trên tệp này. Đề nghị nơi gửi gửi lại tệp gốc.',
      en: 'No signature on this file can be checked. Ask the sender for the original file.',
    },
  },
  encrypted: {
    verdict: { vi: 'Tệp được đặt mật khẩu', en: 'Protected by a password' },
    advice: {
      vi: 'Đề nghị nơi gửi gửi bản không đặt mật khẩu. Tự gỡ mật khẩu rồi lưu lại sẽ làm mất chữ ký.',
      en: 'Ask the sender for a copy without a password. Removing it and saving again destroys the signatures.',
    },
  },
}

/** Said first where nothing at all is trusted, because every other reason follows from it. */
export const NO_ROOTS: Bilingual = {
  vi: 'Máy chủ này chưa có chứng thư số gốc nào được tin cậy, nên chưa thể xác định người ký là ai.',
  en: 'This server trusts no root certificate yet, so it cannot establish who signed.',
}
