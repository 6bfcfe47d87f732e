import type { RefusalText } from '#server/kernel/refusal.ts'

/** Why nobody was let in, and the like. */
export const identityRefusals = {
  wrong_credentials: {
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
    en: 'The user name or the password is not right.',
  },
  no_current_post: {
    vi: 'Tài khoản này hiện không giữ chức vụ nào. Hãy liên hệ quản trị của cơ quan.',
    en: 'This account holds no post at present. Ask your agency’s administrator.',
  },
  busy: {
    vi: 'Máy chủ đang có quá nhiều yêu cầu đăng nhập. Hãy thử lại sau giây lát.',
    en: 'Too many people are signing in at this moment. Try again shortly.',
  },
  preferences_too_large: {
    vi: 'Các tùy chọn cá nhân lưu quá nhiều nội dung.',
    en: 'These preferences are too large to keep.',
  },
} satisfies Record<string, RefusalText>
