import { variables } from '#server/kernel/config.ts'
import type { Variable } from '#server/kernel/config-variable.ts'

/** docs/CONFIGURATION.md, made from the table that the server reads its settings by. */
export function configurationPage(): string {
  const rows = Object.values(variables as Record<string, Variable<unknown>>).map(row)
  return [
    '# Cấu hình / Configuration',
    '',
    'Mọi thiết lập là biến môi trường và được kiểm tra khi khởi động: giá trị sai làm máy chủ dừng ngay với một dòng nêu tên biến và cách sửa.',
    '',
    'Every setting is an environment variable and is checked at start: a wrong value stops the server with one line that names the variable and the fix.',
    'A variable marked * may instead be read from a file: put the path into `<name>_FILE`.',
    '',
    '| Biến / Variable | Mặc định / Default | Giá trị / Value | Ý nghĩa / Meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '<!-- Generated from server/kernel/config.ts; to renew: npx vitest run --config test/vitest.config.ts test/kernel/config.test.ts -u -->',
    '',
  ].join('\n')
}

function row({ name, fallback, secret, kind, vi, en }: Variable<unknown>): string {
  const cells = [
    `\`${name}\`${secret ? ' \\*' : ''}`,
    fallback === undefined ? '–' : `\`${fallback}\``,
    kind.expected,
    `${vi}<br>${en}`,
  ]
  return `| ${cells.join(' | ')} |`
}
