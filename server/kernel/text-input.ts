import { z } from 'zod'

/** Control characters but tab and line feed, and the marks that turn the direction of writing. */

const forbidden = /[\u0000-\u0008\u000B-\u001F\u007F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u

const clean = (value: string) => value.normalize('NFC').replace(/\r\n?/g, '\n').trim()
const isSound = (value: string) => value.isWellFormed() && !forbidden.test(value)

/** One line of people's text: NFC, trimmed, no line breaks, no direction tricks, 1 to `max` characters. */
export function line(max: number) {
  return z
    .string()
    .max(max * 4)
    .transform(clean)
    .refine(isSound, 'text_forbidden_characters')
    .refine((value) => !value.includes('\n'), 'text_one_line')
    .refine((value) => value.length >= 1, 'text_required')
    .refine((value) => value.length <= max, 'text_too_long')
}

/** Several lines of people's text, 1 to `max` characters after the same cleaning. */
export function prose(max: number) {
  return z
    .string()
    .max(max * 4)
    .transform(clean)
    .refine(isSound, 'text_forbidden_characters')
    .refine((value) => value.length >= 1, 'text_required')
    .refine((value) => value.length <= max, 'text_too_long')
}

/** What somebody typed into a search box: never refused for its characters, cut at 200. */
export const searchText = z
  .string()
  .max(2000)
  .transform((value) => clean(value.toWellFormed()).replaceAll('\u0000', '').slice(0, 200))
