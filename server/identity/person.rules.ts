import { foldVietnamese } from '#server/kernel/vietnamese-text.ts'

/** The one spelling of a user name: without case, tones, đ and spaces, so that no keyboard mode can lock anybody out. */
export function foldUserName(typed: string): string {
  return foldVietnamese(typed).replace(/\s+/g, '')
}
