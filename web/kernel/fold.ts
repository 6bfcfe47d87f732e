/** `text` without tones, case and đ, for matching what a hurried hand typed; never for showing. */
export function foldVietnamese(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').normalize('NFC').toLowerCase()
}
