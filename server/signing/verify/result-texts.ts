import { BUNDLE_TEXTS } from '../evidence/bundle-texts.ts'
import type { ChangesAfter, Indication, Overall } from './report.ts'

/** A text in both languages. */
export type Bilingual = { vi: string; en: string }

/** The verdict on a file in words (TT 15/2025/TT-BKHCN wants the result in Vietnamese). */
export const OVERALL_TEXTS: Record<Overall, Bilingual> = {
  valid: { vi: 'Hợp lệ: mọi chữ ký số trên tệp đều hợp lệ.', en: 'Valid: every signature on the file is valid.' },
  invalid: {
    vi: 'Không hợp lệ: có chữ ký số sai hoặc tệp đã bị thay đổi trái phép sau khi ký.',
    en: 'Invalid: a signature is wrong or the file was changed in a forbidden way after signing.',
  },
  indeterminate: {
    vi: 'Chưa xác định: chữ ký số nguyên vẹn nhưng chưa đủ căn cứ để kết luận hợp lệ.',
    en: 'Undetermined: the evidence does not suffice to call every signature valid.',
  },
  unsigned: { vi: 'Tệp không có chữ ký số.', en: 'The file carries no signature.' },
  unreadable: { vi: 'Không đọc được tệp PDF theo đúng chuẩn.', en: 'The PDF cannot be read faithfully.' },
}

export const INDICATION_TEXTS: Record<Indication, Bilingual> = {
  'TOTAL-PASSED': { vi: 'Chữ ký số hợp lệ', en: 'The signature is valid' },
  INDETERMINATE: { vi: 'Chữ ký số chưa xác định được hiệu lực', en: 'The validity of the signature is undetermined' },
  'TOTAL-FAILED': { vi: 'Chữ ký số không hợp lệ', en: 'The signature is invalid' },
}

export const CHANGES_TEXTS: Record<ChangesAfter, Bilingual> = {
  none: { vi: 'Nội dung đã ký số chưa bị thay đổi.', en: 'Nothing changed after signing.' },
  lta: {
    vi: 'Sau khi ký chỉ bổ sung dữ liệu lưu trữ lâu dài.',
    en: 'Only long-term validation data was added after signing.',
  },
  permitted: {
    vi: 'Nội dung đã ký số chưa bị thay đổi; sau đó chỉ có thay đổi trong giới hạn cho phép (điền số, ngày, ký tiếp).',
    en: 'Only permitted changes followed (prepared fields filled, further signatures).',
  },
  added: {
    vi: 'Sau khi ký, tệp được thêm nội dung; cần xem phần được thêm.',
    en: 'Content was added after signing; look at what was added.',
  },
  forbidden: { vi: 'Tài liệu đã bị thay đổi sau khi ký.', en: 'The document was changed after signing.' },
}

/** Why: one sentence for each finding's stable word. */
export const FINDING_TEXTS: Record<string, Bilingual> = {
  file_unreadable: { vi: 'Không mở được tệp.', en: 'The file cannot be opened.' },
  file_changing: {
    vi: 'Tệp bị ghi trong lúc kiểm tra; hãy kiểm tra lại.',
    en: 'The file was being written to; check it again.',
  },
  not_a_pdf: { vi: 'Tệp không phải là PDF.', en: 'The file is no PDF.' },
  no_startxref: { vi: 'Tệp PDF không có phần kết thúc (startxref).', en: 'The PDF has no startxref.' },
  broken_syntax: { vi: 'Tệp PDF sai cú pháp.', en: 'The PDF breaks the syntax.' },
  broken_xref: { vi: 'Bảng tham chiếu của tệp PDF bị hỏng.', en: 'The cross-reference is broken.' },
  broken_stream: { vi: 'Luồng dữ liệu trong tệp PDF bị hỏng.', en: 'A data stream is damaged.' },
  broken_structure: { vi: 'Cấu trúc tệp PDF bị hỏng.', en: 'The structure of the PDF is broken.' },
  unsupported_filter: { vi: 'Tệp dùng kiểu nén chưa được hỗ trợ.', en: 'A filter is not supported.' },
  too_deep: { vi: 'Cấu trúc tệp lồng nhau quá sâu.', en: 'The structure nests too deep.' },
  too_large: { vi: 'Tệp vượt giới hạn xử lý an toàn.', en: 'The file exceeds the safe limits.' },
  too_many_revisions: { vi: 'Tệp có quá nhiều lần lưu.', en: 'The file has too many revisions.' },
  encrypted: { vi: 'Tệp được mã hóa hoặc đặt mật khẩu.', en: 'The file is encrypted.' },
  wrong_password: { vi: 'Mật khẩu không mở được tệp.', en: 'The password does not open the file.' },
  stray_tail: {
    vi: 'Có dữ liệu lạ nối vào sau phần kết thúc của tệp.',
    en: 'Foreign bytes follow the end of the file.',
  },
  unaccounted_bytes: {
    vi: 'Lần lưu sau khi ký chứa dữ liệu không được bảng tham chiếu nêu.',
    en: 'A revision holds bytes that no cross-reference accounts for.',
  },
  unlisted_object: { vi: 'Có đối tượng ẩn không được bảng tham chiếu nêu.', en: 'An object is not listed.' },
  misplaced_object: { vi: 'Bảng tham chiếu trỏ sai vị trí.', en: 'The cross-reference points to a wrong place.' },
  duplicate_object: {
    vi: 'Một đối tượng được định nghĩa hai lần trong cùng lần lưu; các phần mềm có thể hiển thị khác nhau.',
    en: 'An object is defined twice in one revision; viewers may show different documents.',
  },
  duplicate_key: { vi: 'Một khóa xuất hiện hai lần trong đối tượng.', en: 'An object gives a key twice.' },
  section_ambiguous: {
    vi: 'Phần kết của một lần lưu có thể được hiểu theo hai cách; các phần mềm có thể hiển thị khác nhau.',
    en: 'The trailer of a revision can be read in two ways; viewers may show different documents.',
  },
  revision_unreadable: { vi: 'Một lần lưu của tệp không đọc được.', en: 'A revision of the file cannot be read.' },
  active_content: {
    vi: 'Tệp chứa mã lệnh hoặc biểu mẫu động có thể làm thay đổi hình thức hiển thị.',
    en: 'The file holds a script or dynamic form that could change its look.',
  },
  signature_removed: { vi: 'Một chữ ký số đã bị gỡ khỏi tệp.', en: 'A signature was removed from the file.' },
  signature_dictionary_missing: { vi: 'Trường chữ ký không có dữ liệu chữ ký.', en: 'The field has no signature.' },
  contents_malformed: { vi: 'Dữ liệu chữ ký sai định dạng.', en: 'The signature value is malformed.' },
  contents_empty: { vi: 'Trường chữ ký rỗng: chưa được ký.', en: 'The signature is empty: nothing was signed.' },
  contents_large: { vi: 'Vùng dành cho chữ ký lớn bất thường.', en: 'The space of the signature is unusually large.' },
  byte_range_malformed: { vi: 'Vùng được ký (ByteRange) sai định dạng.', en: 'The signed range is malformed.' },
  byte_range_gap: {
    vi: 'Vùng không được ký không khớp đúng với chữ ký: dấu hiệu giả mạo.',
    en: 'The unsigned gap is not exactly the signature: a sign of forgery.',
  },
  signature_keys_disguised: {
    vi: 'Từ điển chữ ký được viết ngụy trang.',
    en: 'The signature dictionary is disguised.',
  },
  signature_shared: { vi: 'Một chữ ký được dùng cho nhiều trường.', en: 'One signature stands in several fields.' },
  not_a_revision: {
    vi: 'Vùng được ký không kết thúc ở cuối một lần lưu của tệp.',
    en: 'The signed bytes do not end where a revision ends.',
  },
  cms_malformed: { vi: 'Gói chữ ký CMS không đúng chuẩn DER.', en: 'The CMS is not proper DER.' },
  cms_trailing_data: { vi: 'Có dữ liệu thừa sau gói chữ ký.', en: 'Data follows the CMS.' },
  cms_content_attached: { vi: 'Chữ ký mang nội dung riêng kèm theo.', en: 'The CMS carries content of its own.' },
  cms_content_type: { vi: 'Kiểu nội dung được ký không đúng.', en: 'The signed content type is wrong.' },
  cms_attribute_repeated: { vi: 'Thuộc tính ký bị lặp.', en: 'A signed attribute is repeated.' },
  cms_attribute_missing: { vi: 'Thiếu thuộc tính ký bắt buộc.', en: 'A mandatory signed attribute is missing.' },
  signing_certificate_differs: {
    vi: 'Chứng thư số trong thuộc tính ký không phải chứng thư của người ký.',
    en: 'The signed attribute names another certificate.',
  },
  signing_certificate_missing: {
    vi: 'Chữ ký không nêu chứng thư số của người ký trong thuộc tính ký.',
    en: 'The signature does not state its certificate.',
  },
  document_changed: { vi: 'Tài liệu đã bị thay đổi.', en: 'The document was changed.' },
  signature_wrong: { vi: 'Giá trị chữ ký không đúng với khóa của người ký.', en: 'The signature value is wrong.' },
  hash_broken: { vi: 'Thuật toán băm MD5 đã bị phá.', en: 'The hash algorithm MD5 is broken.' },
  hash_weak: { vi: 'Thuật toán băm SHA-1 không còn an toàn.', en: 'The hash algorithm SHA-1 is no longer safe.' },
  key_weak: { vi: 'Khóa của người ký quá ngắn.', en: "The signer's key is too short." },
  key_usage: { vi: 'Chứng thư số không được cấp cho mục đích này.', en: 'The certificate is not for this purpose.' },
  algorithm_unknown: { vi: 'Thuật toán ký chưa được hỗ trợ hoặc không nhất quán.', en: 'The algorithm is unknown.' },
  subfilter_unknown: { vi: 'Kiểu chữ ký chưa được hỗ trợ.', en: 'The kind of signature is unknown.' },
  signer_certificate_missing: {
    vi: 'Tệp không kèm chứng thư số của người ký.',
    en: "The signer's certificate is missing.",
  },
  chain_bad_signature: { vi: 'Chứng thư số bị giả mạo trong chuỗi.', en: 'A certificate of the chain is forged.' },
  chain_missing: {
    vi: 'Chuỗi chứng thư không dẫn tới tổ chức chứng thực gốc được tin cậy.',
    en: 'The chain does not reach a trusted root.',
  },
  chain_constraints: { vi: 'Chuỗi chứng thư vi phạm ràng buộc.', en: 'The chain breaks its constraints.' },
  certificate_expired: { vi: 'Chứng thư số đã hết hạn tại thời điểm kiểm tra.', en: 'A certificate has expired.' },
  certificate_not_yet_valid: { vi: 'Chứng thư số chưa có hiệu lực.', en: 'A certificate is not valid yet.' },
  revocation_unknown: {
    vi: 'Chưa kiểm tra được tình trạng thu hồi của chứng thư số.',
    en: 'The revocation status is not known.',
  },
  revocation_stale: {
    vi: 'Thông tin thu hồi chứng thư số đã cũ, cần kiểm tra lại với tổ chức chứng thực.',
    en: 'What is known of the revocation is too old; ask the authority again.',
  },
  revoked: {
    vi: 'Chứng thư số của người ký đã bị thu hồi và không có bằng chứng chữ ký được tạo trước đó.',
    en: "The signer's certificate is revoked, and nothing proves that the signature was made before.",
  },
  revoked_ca: {
    vi: 'Chứng thư số của tổ chức chứng thực trong chuỗi đã bị thu hồi.',
    en: 'A certificate of an issuer in the chain is revoked.',
  },
  revoked_before_signing: {
    vi: 'Chứng thư số đã bị thu hồi trước khi ký.',
    en: 'The certificate was revoked before the signature was made.',
  },
  revoked_later: {
    vi: 'Chứng thư số bị thu hồi sau khi ký; dấu thời gian chứng minh chữ ký có trước lúc đó.',
    en: 'The certificate was revoked later; a time-stamp proves that the signature was made before.',
  },
  signed_before_certificate: {
    vi: 'Chữ ký có trước khi chứng thư số có hiệu lực.',
    en: 'The signature is older than its certificate.',
  },
  root_not_for_purpose: {
    vi: 'Tổ chức chứng thực gốc không được tin cậy cho mục đích này tại thời điểm đó.',
    en: 'The root is not trusted for this purpose at that time.',
  },
  timestamp_elsewhere: {
    vi: 'Dấu thời gian không thuộc về chữ ký này.',
    en: 'The time-stamp is over something else.',
  },
  timestamp_weak: {
    vi: 'Dấu thời gian dùng thuật toán băm SHA-1 không còn an toàn.',
    en: 'The time-stamp rests on SHA-1, which is no longer safe.',
  },
  timestamp_order: {
    vi: 'Thời gian trên dấu thời gian mâu thuẫn với một dấu thời gian khác hoặc với hiện tại.',
    en: 'The time of the time-stamp contradicts another one or the present.',
  },
  timestamp_ignored: {
    vi: 'Dấu thời gian trong chữ ký không có giá trị chứng minh nên không được tính.',
    en: 'The time-stamp in the signature proves nothing and does not count.',
  },
  annotation_added: { vi: 'Chú thích được thêm sau khi ký.', en: 'An annotation was added after signing.' },
  annotation_changed: { vi: 'Chú thích bị sửa hoặc xóa sau khi ký.', en: 'An annotation was changed after signing.' },
  field_added: { vi: 'Trường biểu mẫu được thêm sau khi ký.', en: 'A field was added after signing.' },
  signature_field_added: {
    vi: 'Chữ ký có hình ảnh được thêm vào trường mới sau khi ký.',
    en: 'A visible signature was added in a new field.',
  },
  invisible_signature_added: {
    vi: 'Chữ ký được thêm vào trường mới sau khi ký.',
    en: 'A signature was added in a new field.',
  },
  field_name_taken: {
    vi: 'Trường mới mang tên của một trường đã có.',
    en: 'A new field bears the name of another one.',
  },
  action_added: { vi: 'Một hành động tự chạy được thêm sau khi ký.', en: 'An action was added after signing.' },
  field_covers_page: {
    vi: 'Một trường che phần lớn trang đã được điền sau khi ký.',
    en: 'A field that covers much of a page was filled after signing.',
  },
  field_refilled: {
    vi: 'Trường đã có nội dung khi ký được điền lại sau đó.',
    en: 'A field that held something when it was signed was filled anew.',
  },
  field_filled_unsigned: {
    vi: 'Trường được điền sau khi ký và không có chữ ký số nào xác nhận.',
    en: 'A field was filled after signing and no signature answers for it.',
  },
  field_filled_in_own_font: {
    vi: 'Trường được điền bằng phông chữ riêng của tệp, không có chữ ký số nào xác nhận.',
    en: "A field was filled in a font of the file's own and no signature answers for it.",
  },
  field_redrawn: { vi: 'Trường được vẽ lại với cùng nội dung.', en: 'A field was drawn anew with the same text.' },
  field_removed: { vi: 'Một trường biểu mẫu đã bị gỡ.', en: 'A field was removed.' },
  field_replaced: { vi: 'Một trường biểu mẫu đã bị thay bằng trường khác.', en: 'A field was replaced.' },
  field_changed: { vi: 'Thuộc tính của trường biểu mẫu đã bị sửa.', en: 'A field was altered.' },
  field_group_changed: { vi: 'Nhóm trường biểu mẫu đã bị sửa.', en: 'A group of fields was altered.' },
  field_filled: { vi: 'Trường đã khóa bị điền sau khi ký.', en: 'A locked field was filled after signing.' },
  field_signed: { vi: 'Có chữ ký tiếp theo trong khi không được phép.', en: 'A further signature was not allowed.' },
  field_look_differs: {
    vi: 'Trường hiển thị khác với giá trị mà nó lưu: dấu hiệu giả mạo.',
    en: 'A field shows something else than it holds: a sign of forgery.',
  },
  field_look_unproven: { vi: 'Không đọc được nội dung trường hiển thị.', en: 'What a field shows cannot be read.' },
  form_changed: { vi: 'Biểu mẫu đã bị sửa sau khi ký.', en: 'The form was altered after signing.' },
  form_defaults_changed: { vi: 'Kiểu chữ mặc định của biểu mẫu đã đổi.', en: 'The default look of the form changed.' },
  signature_changed: { vi: 'Một chữ ký đã bị sửa sau khi ký.', en: 'A signature was altered.' },
  pages_changed: { vi: 'Danh sách trang đã bị thay đổi sau khi ký.', en: 'The list of pages changed.' },
  page_tree_changed: { vi: 'Cây trang đã bị thay đổi sau khi ký.', en: 'The page tree changed.' },
  page_changed: { vi: 'Nội dung trang đã bị thay đổi sau khi ký.', en: 'A page changed after signing.' },
  catalog_changed: { vi: 'Cấu trúc tài liệu đã bị thay đổi sau khi ký.', en: 'The catalog changed after signing.' },
  catalog_replaced: { vi: 'Tài liệu đã bị thay bằng tài liệu khác.', en: 'The document was replaced by another one.' },
  identity_changed: { vi: 'Mã định danh của tệp đã bị đổi.', en: "The file's identifier changed." },
  trailer_changed: { vi: 'Phần kết của tệp đã bị thay đổi sau khi ký.', en: 'The trailer changed after signing.' },
  object_overridden: { vi: 'Một đối tượng đã bị thay sau khi ký.', en: 'An object was replaced after signing.' },
  object_unreferenced: { vi: 'Có đối tượng mới không được dùng.', en: 'A new object is used nowhere.' },
  information_changed: { vi: 'Thông tin mô tả tệp đã được cập nhật.', en: 'The document information was updated.' },
  metadata_changed: { vi: 'Siêu dữ liệu đã được cập nhật.', en: 'The metadata was updated.' },
  metadata_rewritten: {
    vi: 'Thông tin mô tả tệp (tiêu đề, tác giả …) đã được viết lại sau khi ký.',
    en: 'The description of the file (title, author …) was rewritten after signing.',
  },
  validation_data_added: {
    vi: 'Dữ liệu xác thực lâu dài đã được bổ sung.',
    en: 'Long-term validation data was added.',
  },
  validation_data_removed: {
    vi: 'Dữ liệu xác thực lâu dài đã bị gỡ khỏi tệp.',
    en: 'Long-term validation data was taken out of the file.',
  },
  validation_data_strange: {
    vi: 'Kho dữ liệu xác thực chứa thứ không thuộc về nó.',
    en: 'The store of validation data holds what does not belong there.',
  },
  extensions_changed: {
    vi: 'Danh sách phần mở rộng của tệp đã đổi.',
    en: 'The list of extensions of the file changed.',
  },
  version_changed: { vi: 'Phiên bản PDF đã được nâng.', en: 'The PDF version was raised.' },
  ...BUNDLE_TEXTS,
}
