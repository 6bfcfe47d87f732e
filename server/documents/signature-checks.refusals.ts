import type { RefusalText } from '#server/kernel/refusal.ts'

/** Why a file that anybody may send is not checked now. */
export const signatureChecksRefusals = {
  check_busy: {
    vi: 'Máy chủ đang kiểm tra nhiều tệp khác. Hãy thử lại sau {seconds} giây.',
    en: 'The server is busy checking other files. Try again in {seconds} seconds.',
  },
  upload_too_slow: {
    vi: 'Tệp không đến đủ trong {seconds} giây. Hãy thử lại trên đường truyền nhanh hơn.',
    en: 'The file did not arrive within {seconds} seconds. Try again on a faster line.',
  },
  upload_broken: {
    vi: 'Đường truyền bị ngắt giữa chừng. Hãy gửi lại tệp.',
    en: 'The line broke in the middle. Send the file again.',
  },
} satisfies Record<string, RefusalText>
