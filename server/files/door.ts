/** What other rooms may use of files: uploads by permission, conversions, parsers of foreign bytes, answers with bytes. */
export { convertToPdf } from './convert-to-pdf.ts'
export { attachedFiles, fileVisibleTo } from './files.queries.ts'
export { filesRefusals } from './files.refusals.ts'
export { nameWithEnding } from './file-name.rules.ts'
export { mediaTypes } from './media-types.rules.ts'
export { keepReady, runConfined } from './run-confined.ts'
export { type ServedFile, serveFile } from './serve-file.ts'
