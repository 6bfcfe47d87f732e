import { describe, expect, test } from 'vitest'
import { contentDisposition, nameWithEnding, safeFileName } from '#server/files/file-name.rules.ts'

describe('a safe name', () => {
  test.each([
    ['Công văn 664.pdf', 'Công văn 664.pdf', 'stays as it is'],
    ['Tờ trình'.normalize('NFD') + '.docx', 'Tờ trình.docx', 'is composed'],
    ['C:\\Users\\x\\Báo cáo.pdf', 'Báo cáo.pdf', 'has no Windows folders'],
    ['../../etc/passwd', 'passwd', 'does not climb'],
    ['anh\u202Egpj.exe', 'anhgpj.exe', 'does not turn its direction'],
    ['a\u200Bb\u0000c\n.pdf', 'abc.pdf', 'has no invisible signs'],
    ['664/UBND-TH.pdf', 'UBND-TH.pdf', 'treats a slash as a folder'],
    ['a:b*c?.pdf', 'a_b_c_.pdf', 'has no special signs'],
    ['...', 'tep', 'is never empty'],
    ['', 'tep', 'is never empty'],
    ['.pdf', 'pdf', 'is never hidden'],
    ['CON.pdf', 'tep-CON.pdf', 'is no device'],
    ['  x  y .pdf ', 'x y.pdf', 'has single spaces'],
    ['\uD800x.pdf', '\uFFFDx.pdf', 'is well-formed'],
  ])('%j → %j: %s', (given, expected) => expect(safeFileName(given)).toBe(expected))

  test('is cut between characters and keeps its ending', () => {
    const name = safeFileName('Ủy ban nhân dân tỉnh '.repeat(20) + '.pdf')
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180)
    expect(name).toMatch(/^Ủy ban.*\.pdf$/u)
    expect(name).not.toContain('\uFFFD')
  })

  test('stays the same when made safe again', () => {
    for (const name of ['CON.pdf', '..a..', 'x'.repeat(500), 'Đề án.docx']) {
      expect(safeFileName(safeFileName(name))).toBe(safeFileName(name))
    }
  })

  test('gets the ending of its content', () => {
    expect(nameWithEnding('báo cáo.exe', '.pdf')).toBe('báo cáo.exe.pdf')
    expect(nameWithEnding('Báo cáo.PDF', '.pdf')).toBe('Báo cáo.PDF')
  })
})

describe('the header of a download', () => {
  test('carries the real name and an ASCII one', () => {
    expect(contentDisposition('attachment', 'Đề án số 5.pdf')).toBe(
      `attachment; filename="De an so 5.pdf"; filename*=UTF-8''%C4%90%E1%BB%81%20%C3%A1n%20s%E1%BB%91%205.pdf`,
    )
  })

  test('cannot be broken out of', () => {
    const header = contentDisposition('inline', 'a"; x=y\r\nSet-Cookie: z; %22 (1)*\'.pdf')
    expect(header).not.toMatch(/[\r\n]/u)
    expect(/filename="([^"]*)"/u.exec(header)?.[1]).toBe("a__ x=ySet-Cookie_ z_ _22 (1)_'.pdf")
    expect(/filename\*=UTF-8''(\S+)$/u.exec(header)?.[1]).not.toMatch(/['()*;"]/u)
  })
})
