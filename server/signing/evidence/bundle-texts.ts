import type { Bilingual } from '../verify/result-texts.ts'

/** What can be wrong with an evidence bundle, apart from the signatures of the file inside. */
export const BUNDLE_TEXTS: Record<string, Bilingual> = {
  bundle_unsafe: {
    vi: 'Gói chứng cứ có tên tệp đi ra ngoài gói, tên trùng, liên kết hoặc phần chồng lên nhau: bị từ chối.',
    en: 'The bundle has names that leave it, doubled names, links or overlapping parts: refused.',
  },
  bundle_too_large: { vi: 'Gói chứng cứ giải nén quá lớn: bị từ chối.', en: 'The bundle unpacks too large: refused.' },
  bundle_unreadable: { vi: 'Gói chứng cứ bị hỏng, không đọc được.', en: 'The bundle is damaged and cannot be read.' },
  bundle_manifest_missing: { vi: 'Gói chứng cứ không có bản kê.', en: 'The bundle has no manifest.' },
  bundle_manifest_malformed: { vi: 'Bản kê của gói chứng cứ sai định dạng.', en: 'The manifest is malformed.' },
  bundle_file_missing: { vi: 'Gói chứng cứ thiếu một tệp có trong bản kê.', en: 'A file of the manifest is missing.' },
  bundle_file_unlisted: { vi: 'Gói chứng cứ có tệp không nằm trong bản kê.', en: 'A file is not in the manifest.' },
  bundle_file_changed: {
    vi: 'Một tệp không khớp mã băm trong bản kê.',
    en: 'A file differs from its hash in the manifest.',
  },
  bundle_document_missing: { vi: 'Gói chứng cứ không có tệp văn bản.', en: 'The bundle holds no document.' },
  bundle_archive_differs: {
    vi: 'Bản lưu trữ trong gói không phải tệp văn bản được bổ sung.',
    en: 'The archive copy is not the document with something behind it.',
  },
  journal_malformed: { vi: 'Trích nhật ký sai định dạng.', en: 'The journal excerpt is malformed.' },
  journal_row_changed: { vi: 'Một dòng nhật ký đã bị sửa.', en: 'A row of the journal was changed.' },
  journal_row_missing: { vi: 'Chuỗi nhật ký thiếu dòng.', en: 'The chain of the journal lacks a row.' },
  journal_head_differs: {
    vi: 'Dòng cuối của nhật ký không khớp bản kê hoặc dấu niêm phong ngày.',
    en: 'The journal does not end as the manifest or a daily seal says.',
  },
}
