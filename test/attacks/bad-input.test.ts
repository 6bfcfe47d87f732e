import { beforeAll, describe, expect, test } from 'vitest'
import { openRoomWorld, pages, sessionInput } from '#test/meetings/room-world.ts'
import { blankPdf, bombInContents, bombInCrossReferences, docx, zip } from '#test/files/foreign-files.ts'
import { sendAct } from './acts/act.ts'
import { allActs } from './acts/all-acts.ts'
import { contentOf } from './content.ts'

// Issue 2, E: bad input gives a clear refusal in both languages, changes nothing, and what is taken is taken clean.

const room = await openRoomWorld()
for (const userName of ['vanthu', 'chuyenvien.th']) await room.cookieOf(userName)
const nfc = 'Về việc chấn chỉnh kỷ luật ở Ủy ban'
const nfd = nfc.normalize('NFD')

type Refused = { error: { reason: string; vi: string; en: string; fields: { path: string; problem: string }[] } }
type Reply = { status: number; text: string }

function refusalOf({ status, text }: Reply): [number, string] {
  const { error } = JSON.parse(text) as Refused
  expect(error.vi.normalize('NFC')).toBe(error.vi)
  expect([error.vi.length > 10, error.en.length > 10, error.vi !== error.en]).toEqual([true, true, true])
  return [status, error.reason]
}

const upload = async (name: string, bytes: Uint8Array): Promise<Reply> =>
  sendAct(room, {
    route: 'POST /files',
    act: { userName: 'vanthu', path: `/files?name=${encodeURIComponent(name)}`, upload: bytes },
  })

describe('files', () => {
  let paper: Uint8Array
  beforeAll(async () => void (paper = await pages(1)))
  const javascript = '/OpenAction << /S /JavaScript /JS (app.alert) >>'
  const launch = '/OpenAction << /S /Launch /F (calc.exe) >>'
  const encrypted = blankPdf({
    trailer: '/Encrypt 4 0 R',
    more: ['<< /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4 >>'],
  })

  test.each<[string, Uint8Array, string]>([
    ['nothing at all', new Uint8Array(), 'file_empty'],
    ['a program', Buffer.from('MZ\u0090\u0000'.repeat(300), 'latin1'), 'file_type_not_accepted'],
    ['a page of HTML', Buffer.from('<html><script>alert(1)</script></html>'), 'file_type_not_accepted'],
    [
      'a picture with script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'),
      'file_type_not_accepted',
    ],
    ['an archive', zip([{ name: 'a.txt', content: 'x' }]), 'file_type_not_accepted'],
    ['a PDF with script', blankPdf({ catalog: javascript }), 'file_has_script'],
    ['a PDF that starts programs', blankPdf({ catalog: launch }), 'file_has_script'],
    ['an encrypted PDF', encrypted, 'file_encrypted'],
    ['a PDF cut short', blankPdf().subarray(0, 150), 'file_unreadable'],
    ['a PDF of garbage', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5000, 0xff)]), 'file_unreadable'],
    ['a bomb in the page', bombInContents(2), 'file_too_heavy'],
    ['a bomb in the cross-references', bombInCrossReferences(2), 'file_too_heavy'],
    ['a Word file that leaves its folder', docx(['x'], [{ name: '../../etc/x', content: 'x' }]), 'file_unreadable'],
  ])('%s is refused and leaves nothing', { timeout: 60_000 }, async (_, bytes, reason) => {
    const before = await contentOf(room.house.sql)
    expect(refusalOf(await upload('to-trinh.pdf', bytes))).toEqual([400, reason])
    expect(await contentOf(room.house.sql)).toEqual(before)
  })

  test.each([
    [`${nfd}.pdf`, `${nfc}.pdf`],
    ['../../../etc/passwd', 'passwd.pdf'],
    ['C:\\Windows\\System32\\to.pdf', 'to.pdf'],
    ['hoa-don\u202efdp.exe', 'hoa-donfdp.exe.pdf'],
    ['a\u0000b.pdf', 'ab.pdf'],
    ['x\r\nSet-Cookie: sid=1.pdf', null],
    ['CON', 'tep-CON.pdf'],
    ['....', 'tep.pdf'],
    ['"><script>.pdf', null],
    [`${'dài '.repeat(240)}.pdf`, null],
  ])('the name %j is made safe', async (given, kept) => {
    const { status, text } = await upload(given, paper)
    expect(status, text).toBe(200)
    const { id, name } = JSON.parse(text) as { id: string; name: string }
    if (kept !== null) expect(name).toBe(kept)
    expect(name).toMatch(/^[^<>:"/\\|?*\p{Cc}\p{Cf}]+\.pdf$/u)
    expect([name.normalize('NFC'), Buffer.byteLength(name) <= 180]).toEqual([name, true])
    const headers = { cookie: await room.cookieOf('vanthu') }
    const answer = await room.app.request(`/api/files/${id}/content?as=attachment`, { headers })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[ -~]+"; filename\*=UTF-8''[!-~]+$/,
    )
  })
})

describe('texts', () => {
  const draft = async (subject: string): Promise<Reply> => {
    const act = await allActs['POST /documents']!(room)
    return sendAct(room, { route: 'POST /documents', act: { ...act, body: { ...act.body, subject } } })
  }

  test('come in either form and are kept, shown and found in one', async () => {
    const { id } = JSON.parse((await draft(`  ${nfd}  `)).text) as { id: string }
    const seen = await room.done<{ subject: string }>('chuyenvien.th', `GET /documents/${id}`)
    expect(seen.subject).toBe(nfc)
    for (const q of [nfd, nfc, 've viec chan chinh ky luat o uy ban', 'KỶ LUẬT'.normalize('NFD')]) {
      const list = await room.done<{ rows: { id: string }[] }>(
        'chuyenvien.th',
        `GET /documents?q=${encodeURIComponent(q)}`,
      )
      expect([q, list.rows.map((row) => row.id)]).toEqual([q, [id]])
    }
  })

  test.each([
    ['a zero byte', 'Về việc\u0000 x'],
    ['half of a sign', 'Về việc \ud800 x'],
    ['a mark that turns the writing', 'Về việc \u202egpj'],
    ['an isolate', 'Về việc \u2066x\u2069'],
    ['a bell', 'Về việc \u0007'],
    ['two lines', 'một\nhai'],
    ['nothing but space', ' \t\n '],
    ['too much', 'ế'.repeat(501)],
  ])('with %s are refused, and the field is named', async (_, subject) => {
    const before = await contentOf(room.house.sql)
    const reply = await draft(subject)
    expect(refusalOf(reply)).toEqual([400, 'invalid_input'])
    const { error } = JSON.parse(reply.text) as Refused
    expect(error.fields).toEqual([{ path: 'subject', problem: expect.stringMatching(/^[a-z_]+$/) }])
    expect(await contentOf(room.house.sql)).toEqual(before)
  })
})

describe('days and times', () => {
  const withBody = async (route: string, change: object): Promise<Reply> => {
    const act = await allActs[route]!(room)
    return sendAct(room, { route, act: { ...act, body: { ...act.body, ...change } } })
  }
  const gone = { agencyId: room.world.sttt, content: 'Rà soát.', dueOn: '2020-06-22' }

  test.each<[string, object, string]>([
    ['POST /documents', { dueOn: '2020-06-22' }, 'due_in_past'],
    ['PUT /documents/:id', { dueOn: '2019-12-31' }, 'due_in_past'],
    ['POST /arrivals/:id/direction', { deadline: { on: '2020-06-22' } }, 'due_in_past'],
    ['POST /assignments/:id/assign', { deadline: { on: '2020-06-01' } }, 'due_in_past'],
    ['PUT /meetings/:id/items/:itemId/conclusion', { assignments: [gone] }, 'due_in_past'],
    ['POST /tasks/:id/done', { doneOn: '2020-06-24' }, 'done_in_future'],
  ])('%s with %j is refused', async (route, change, reason) => {
    expect(refusalOf(await withBody(route, change))[1]).toBe(reason)
  })

  test('a session that ends before it begins, or began long ago, is refused', async () => {
    const input = sessionInput(room)
    for (const change of [
      { endsAt: input.startsAt },
      { startsAt: '2019-06-25T08:00:00+07:00', endsAt: '2019-06-25T09:00:00+07:00' },
    ]) {
      const [status] = refusalOf(await withBody('POST /meetings', change))
      expect([400, 409]).toContain(status)
    }
  })

  test('days that no calendar has are refused as such', async () => {
    for (const dueOn of [
      '2020-02-30',
      '2021-02-29',
      '2020-13-01',
      '23/06/2020',
      '2020-6-3',
      '0000-00-00',
      '12020-01-01',
    ])
      expect([dueOn, refusalOf(await withBody('POST /documents', { dueOn }))]).toEqual([dueOn, [400, 'invalid_input']])
  })
})

test('who marks a paper as a state secret is told why not, in both languages', async () => {
  const act = await allActs['POST /documents']!(room)
  const body = { ...act.body, classification: 'mat' }
  const before = await contentOf(room.house.sql)
  expect(refusalOf(await sendAct(room, { route: 'POST /documents', act: { ...act, body } }))[1]).toBe('state_secret')
  expect(await contentOf(room.house.sql)).toEqual(before)
})
