/** Kinds of file that people may bring in, told apart by content. */
export type FileKind = 'pdf' | 'docx'

/** The media type under which each kind is stored and served. */
export const mediaTypes: Record<FileKind, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}
