/** What other rooms may use of files: bytes by their content, uploads, a look into foreign files, answers with bytes. */
export type { BlobStore, StoredBlob } from './blob-store.ts'
export { attachedFiles, type FileRow, fileVisibleTo } from './files.queries.ts'
export { convertToPdf } from './convert-to-pdf.ts'
export { contentDisposition, nameWithEnding, safeFileName } from './file-name.rules.ts'
export { type Inspection, inspectFile } from './inspect-file.ts'
export { mediaTypes } from './media-types.rules.ts'
export { runConfined } from './run-confined.ts'
export { type ServedFile, serveFile } from './serve-file.ts'
