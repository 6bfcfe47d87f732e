import type { RefusalText } from '#server/kernel/refusal.ts'

/** Every reason for which the signing room says no. */
export const signingRefusals = {
  pdf_unreadable: {
    vi: 'Tệp PDF không đọc được đúng chuẩn nên không thể ký: {problem}.',
    en: 'The PDF cannot be read faithfully, so it cannot be signed: {problem}.',
  },
  pdf_encrypted: {
    vi: 'Tệp PDF được mã hóa hoặc đặt mật khẩu; hãy bỏ mật khẩu trước khi ký.',
    en: 'The PDF is encrypted; remove the password before signing.',
  },
  pdf_has_script: {
    vi: 'Tệp PDF chứa mã lệnh hoặc biểu mẫu động ({what}) nên không được ký.',
    en: 'The PDF holds a script or a dynamic form ({what}) and may not be signed.',
  },
  pdf_already_signed: {
    vi: 'Tệp PDF đã có chữ ký số; không thể thêm trường vào tệp đã ký.',
    en: 'The PDF is signed already; no field may be added to a signed file.',
  },
  field_missing: {
    vi: 'Tệp PDF không có trường “{field}” đã chuẩn bị sẵn.',
    en: 'The PDF has no prepared field "{field}".',
  },
  field_exists: { vi: 'Tệp PDF đã có trường “{field}”.', en: 'The PDF already has the field "{field}".' },
  field_signed: { vi: 'Trường “{field}” đã được ký.', en: 'The field "{field}" is signed already.' },
  page_missing: { vi: 'Tệp PDF không có trang {page}.', en: 'The PDF has no page {page}.' },
  image_unsupported: {
    vi: 'Ảnh chữ ký phải là PNG 8 bit, nền trong suốt, không xen dòng.',
    en: 'The signature picture must be an 8-bit PNG, transparent, not interlaced.',
  },
  signature_too_large: {
    vi: 'Chữ ký số lớn hơn chỗ đã dành trong tệp.',
    en: 'The signature is larger than the space reserved in the file.',
  },
  base_changed: {
    vi: 'Tệp gốc đã thay đổi từ lúc chuẩn bị ký; hãy chuẩn bị lại.',
    en: 'The base file has changed since the signing was prepared; prepare it again.',
  },
  key_unusable: {
    vi: 'Không mở được tệp khóa PKCS#12: sai mật khẩu hoặc tệp hỏng.',
    en: 'The PKCS#12 file cannot be opened: wrong password or damaged file.',
  },
  pin_wrong: {
    vi: 'Mã PIN không đúng. Còn {left} lần thử.',
    en: 'Wrong PIN. {left} tries left.',
  },
  key_locked: {
    vi: 'Khóa ký đã bị khóa sau nhiều lần nhập sai mã PIN; hãy liên hệ quản trị viên.',
    en: 'The signing key is locked after too many wrong PINs; ask an administrator.',
  },
  key_missing: {
    vi: 'Không có chứng thư số còn hiệu lực để ký với vai trò này.',
    en: 'There is no valid certificate to sign with in this role.',
  },
  first_signature_missing: {
    vi: 'Văn bản chưa có chữ ký hợp lệ của người có thẩm quyền nên chưa được đóng dấu.',
    en: 'The document has no valid signature of the competent person yet, so it may not be sealed.',
  },
  only_clerks_seal: {
    vi: 'Chỉ văn thư của cơ quan được ký số của cơ quan lên văn bản.',
    en: "Only the agency's clerk may apply the agency's seal.",
  },
  signing_expired: {
    vi: 'Lượt ký này đã hết hạn hoặc đã xong; hãy chuẩn bị lại.',
    en: 'This signing has expired or is finished; prepare it again.',
  },
} satisfies Record<string, RefusalText>
