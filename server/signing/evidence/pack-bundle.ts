import type { BundleManifest } from './bundle-manifest.ts'
import { type EvidencePart, manifestLine } from './gather-evidence.ts'
import { writeZip } from './write-zip.ts'

/** What a bundle is about; `madeAt` goes into the manifest as ISO. */
export type BundleFacts = Pick<BundleManifest, 'subject' | 'agency' | 'journal'> & { madeAt: Date }

const GUIDE = `GÓI CHỨNG CỨ CỦA VĂN BẢN

Kiểm tra ngoại tuyến, không cần máy chủ đã lập gói này:

    ecabinet verify --trust CHUNG-THU-GOC.pem GOI-CHUNG-CU.zip

Chứng thư số gốc được tin cậy phải lấy từ nơi khác, không lấy trong gói.
document.pdf là tệp đã ký; archive-copy.pdf (nếu có) là bản lưu trữ: chính tệp đó và dữ liệu kiểm tra, dấu thời gian nối phía sau; journal.jsonl là nhật ký của văn bản, mỗi dòng mang mã băm của dòng trước;
reports/ là các kết quả kiểm tra đã lưu; manifest.json là bản kê kèm mã băm SHA-256 của từng tệp.

EVIDENCE OF A DOCUMENT

To check it offline, without the server that made it:

    ecabinet verify --trust ROOT.pem BUNDLE.zip

document.pdf is the signed file; archive-copy.pdf, where there is one, is the same file with validation data and
time-stamps behind it, so that it can be checked for longer. The trusted root certificates must come from elsewhere, never from the bundle itself.
`

/** The bundle as a ZIP, its manifest first, piece by piece. */
export function packBundle({ madeAt, ...facts }: BundleFacts, given: readonly EvidencePart[]): Iterable<Uint8Array> {
  const parts = [...given, { path: 'DOC-TRUOC.txt', role: 'guide' as const, bytes: Buffer.from(GUIDE) }]
  const manifest: BundleManifest = {
    format: 'ecabinet-evidence/1',
    madeAt: madeAt.toISOString(),
    ...facts,
    files: parts.map(manifestLine),
  }
  const first = { path: 'manifest.json', bytes: Buffer.from(JSON.stringify(manifest, null, 1)) }
  return writeZip([first, ...parts])
}
