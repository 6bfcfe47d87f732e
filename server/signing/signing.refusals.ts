import type { RefusalText } from '#server/kernel/refusal.ts'

/** Every reason for which the signing room says no. */
export const signingRefusals = {
  pdf_unreadable: {
    vi: 'Tệp PDF không đọc được đúng chuẩn nên không thể ký: {problem}.',
    en: 'The PDF cannot be read faithfully, so it cannot be signed: {problem}.',
  },
  pdf_encrypted: {
    vi: 'Tệp PDF được mã hóa hoặc đặt mật khẩu; hãy cung cấp mật khẩu hoặc bỏ mật khẩu trước khi ký.',
    en: 'The PDF is encrypted; give its password or remove it before signing.',
  },
  pdf_wrong_password: {
    vi: 'Mật khẩu không mở được tệp PDF.',
    en: 'The password does not open the PDF.',
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
  field_locked: {
    vi: 'Trường “{field}” đã bị chữ ký ở trường “{by}” khóa, không được ký hay điền nữa.',
    en: 'The signature in "{by}" locked the field "{field}"; it may not be signed or filled any more.',
  },
  signing_forbidden: {
    vi: 'Chữ ký ở trường “{field}” chứng nhận tệp và không cho phép ký hay điền gì thêm.',
    en: 'The signature in "{field}" certifies the file and allows no further signing or filling.',
  },
  certificate_not_usable: {
    vi: 'Chứng thư số không dùng để ký được lúc này: hiệu lực từ {from} đến {to}, hoặc không được cấp để ký.',
    en: 'The certificate cannot sign now: it is valid from {from} to {to}, or it is not for signing.',
  },
  page_missing: { vi: 'Tệp PDF không có trang {page}.', en: 'The PDF has no page {page}.' },
  image_needs_place: {
    vi: 'Trường chữ ký mới có ảnh cần biết vị trí trên trang (--rect).',
    en: 'A new field with a picture needs its place on a page (--rect).',
  },
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
    vi: 'Không mở được khóa ký: sai mật khẩu, sai mã PIN hoặc mã OTP, hoặc tệp khóa hỏng.',
    en: 'The signing key cannot be opened: wrong password, PIN or one-time code, or a damaged file.',
  },
  key_gone: {
    vi: 'Thiết bị hoặc dịch vụ giữ khóa ngừng trả lời giữa chừng; chưa ký gì. Hãy kiểm tra thiết bị rồi ký lại.',
    en: 'What keeps the key stopped answering in the middle; nothing was signed. Check the device, then sign again.',
  },
  token_unsupported: {
    vi: 'Máy chủ chưa cài thành phần PKCS#11 (gói pkcs11js), nên chưa ký được bằng thiết bị; hãy liên hệ quản trị viên.',
    en: 'This server lacks its PKCS#11 part (the package pkcs11js), so it cannot sign with a token; ask an administrator.',
  },
  token_driver_missing: {
    vi: 'Không nạp được trình điều khiển PKCS#11 của thiết bị; hãy kiểm tra cấu hình PKCS11_MODULE.',
    en: 'The PKCS#11 driver of the token cannot be loaded; check the setting PKCS11_MODULE.',
  },
  token_absent: {
    vi: 'Không tìm thấy thiết bị ký hoặc khóa trên thiết bị; hãy cắm đúng thiết bị rồi ký lại.',
    en: 'The token, or the key on it, was not found; plug in the right one and sign again.',
  },
  token_last_try: {
    vi: 'Thiết bị chỉ còn một lần nhập mã PIN trước khi bị khóa; hãy đăng nhập đúng một lần bằng phần mềm của nhà cung cấp.',
    en: 'The token has one PIN try left before it locks; log in once with its maker’s own program first.',
  },
  too_many_at_once: {
    vi: 'Dịch vụ ký số từ xa chỉ ký tối đa {most} văn bản mỗi lần xác nhận; hãy chọn ít hơn.',
    en: 'The remote signing service signs at most {most} documents per confirmation; choose fewer.',
  },
  authorization_expired: {
    vi: 'Xác nhận ký đã hết hạn ở dịch vụ ký số từ xa; hãy xác nhận lại.',
    en: 'The confirmation has expired at the remote signing service; confirm again.',
  },
  device_not_confirmed: {
    vi: 'Chưa có xác nhận trên thiết bị của bạn; hãy ký lại và xác nhận kịp thời.',
    en: 'Nothing was confirmed on your device in time; sign again and confirm.',
  },
  signing_service_down: {
    vi: 'Dịch vụ ký số từ xa không trả lời (mã {status}); chưa ký gì. Hãy thử lại sau ít phút.',
    en: 'The remote signing service does not answer (status {status}); nothing was signed. Try again in some minutes.',
  },
  signing_service_closed: {
    vi: 'Dịch vụ ký số từ xa không chấp nhận máy chủ này ({error}); hãy liên hệ quản trị viên.',
    en: 'The remote signing service does not accept this server ({error}); ask an administrator.',
  },
  signing_service_refused: {
    vi: 'Dịch vụ ký số từ xa từ chối: {error} {description}',
    en: 'The remote signing service refused: {error} {description}',
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
  certificate_expired: {
    vi: 'Chứng thư số của bạn đã hết hạn từ {at}, nên không ký được. Hãy gia hạn chứng thư.',
    en: 'Your certificate expired on {at}, so nothing can be signed with it. Renew it.',
  },
  certificate_not_yet_valid: {
    vi: 'Chứng thư số của bạn chỉ có hiệu lực từ {at}, nên chưa ký được.',
    en: 'Your certificate is valid only from {at} on, so nothing can be signed with it yet.',
  },
  certificate_revoked: {
    vi: 'Chứng thư số của bạn đã bị thu hồi từ {at}, nên không ký được. Hãy liên hệ nơi cấp chứng thư.',
    en: 'Your certificate was revoked on {at}, so nothing can be signed with it. Ask whoever issued it.',
  },
  key_answers_later: {
    vi: 'Khóa của bạn ở dịch vụ ký số từ xa hoặc trên máy của bạn, không mở được bằng mã PIN tại đây; hãy ký từng văn bản.',
    en: 'Your key is at a remote service or on your own computer and no PIN opens it here; sign the documents one by one.',
  },
  signature_foreign: {
    vi: 'Giá trị chữ ký nhận được không phải do khóa của chứng thư đã đăng ký ký trên đúng văn bản này.',
    en: 'The signature that came back was not made over this document by the key of the registered certificate.',
  },
  returned_file_foreign: {
    vi: 'Tệp mà phần mềm ký gửi về không phải văn bản này với đúng một chữ ký hợp lệ thêm vào ô đã chuẩn bị.',
    en: 'The file that the signing program returned is not this document with one valid signature in its prepared field.',
  },
  signing_waits_for_file: {
    vi: 'Phần mềm ký trên máy của bạn chưa gửi tệp đã ký về.',
    en: 'The signing program on your computer has not returned the signed file yet.',
  },
  agent_cannot_seal: {
    vi: 'Phần mềm ký cả tệp không điền được số và ngày cùng lúc với dấu; hãy dùng khóa của cơ quan trên máy chủ hoặc ký từ xa.',
    en: 'A program that signs whole files cannot fill in number and date with the seal; use the agency’s key on the server or a remote one.',
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
  finding_unknown: {
    vi: 'Kết quả kiểm tra này không do máy chủ này lập hoặc đã quá một giờ. Hãy kiểm tra lại tệp.',
    en: 'This result was not made by this server, or is older than an hour. Check the file again.',
  },
  page_turned: {
    vi: 'Trang 1 được hiển thị xoay nên không đặt được dấu hiệu chữ ở góc trên bên phải. Hãy xuất lại tệp với trang đứng.',
    en: 'Page 1 is shown turned, so the text mark has no top right corner to stand in. Export the file with upright pages.',
  },
} satisfies Record<string, RefusalText>
