import type { RefusalText } from '#server/kernel/refusal.ts'

/** Why a document could not be laid out. */
export const composeRefusals = {
  text_not_printable: {
    vi: 'Ký tự “{character}” ({code}) không có trong phông chữ của văn bản hành chính. Hãy thay bằng chữ khác.',
    en: 'The typeface of administrative documents has no “{character}” ({code}). Use other words instead.',
  },
  body_too_long: {
    vi: 'Nội dung dài hơn mức cho phép ({limit} ký tự). Hãy chuyển phần dài thành phụ lục đính kèm.',
    en: 'The body is longer than allowed ({limit} characters). Move the long part to an annex.',
  },
} satisfies Record<string, RefusalText>
