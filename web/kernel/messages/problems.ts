import { messages } from '../i18n.svelte.ts'

/** What is wrong with one field, by the server's word for the problem. A word that is not here reads as `unknown`. */
const problems = messages(
  {
    text_required: 'Mục này không được để trống',
    text_too_long: 'Nội dung quá dài',
    text_one_line: 'Mục này chỉ được viết trên một dòng',
    text_forbidden_characters: 'Nội dung có ký tự điều khiển không được phép. Hãy gõ lại phần đã dán',
    unknown: 'Nội dung chưa hợp lệ',
  },
  {
    text_required: 'This may not be empty',
    text_too_long: 'This is too long',
    text_one_line: 'This takes a single line only',
    text_forbidden_characters: 'There are control characters that are not allowed. Retype what was pasted',
    unknown: 'This is not valid',
  },
)

/** The words for a field's problem. */
export function problemText(problem: string): string {
  return (problems as Record<string, string | undefined>)[problem] ?? problems.unknown
}
