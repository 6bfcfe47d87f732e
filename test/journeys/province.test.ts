import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { top } from '#test/architecture/source-tree.ts'
import { Cast } from './cast.ts'
import { checkIn, choose, enterRoom, openFirst, pick, vote } from './deeds.ts'
import { type Demo, DemoServer } from './demo-server.ts'
import { body, subject } from './letter-664.ts'
import { layBeforeSigner } from './more-letters.ts'

// The story of letter 664 as its people see it, each in a browser of their own, live, on the demo that a newcomer starts.

const server = new DemoServer()
let demo: Demo
let cast: Cast

const pictures = process.env['JOURNEY_PICTURES'] ?? join(server.dataDir, 'pictures')

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  demo = await server.start()
  cast = await Cast.of(demo)
}, 60_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await cast.photograph(pictures, `failed-${task.name.slice(0, 2)}`)
})
afterAll(async () => {
  await cast.close()
  await server.stop()
})

/** A picture of the page as it is, for the README and for whoever looks after a failure. */
const picture = (page: Page, name: string) => page.screenshot({ path: join(pictures, `${name}.png`) })

const chip = (page: Page, words: string) => page.getByText(words, { exact: true }).first()

test(
  'C1 a specialist drafts letter 664 and picks the recipients by group, typing without tones',
  { timeout: 60_000 },
  async () => {
    const page = await cast.as('chuyenvien.th')
    await page.getByRole('link', { name: 'Văn bản đi' }).first().click()
    await page.getByRole('link', { name: 'Soạn văn bản' }).click()
    await page.getByRole('textbox', { name: 'Trích yếu' }).fill(subject)
    await page.getByRole('textbox', { name: 'Nội dung' }).fill(body)
    const recipients = page.getByRole('combobox', { name: 'Nơi nhận' })
    for (const group of ['cac so, ban, nganh', 'ubnd cac huyen']) {
      await recipients.fill(group)
      await page.getByRole('listbox').getByRole('option').first().click()
    }
    await page.getByRole('textbox', { name: 'Hạn trả lời' }).fill('15/07/2020')
    await pick(page, 'Người ký', 'KT. CHỦ TỊCH')
    await picture(page, 'draft')
    await page.getByRole('button', { name: 'Lưu dự thảo' }).click()
    await page.getByRole('button', { name: 'Trình duyệt' }).click()
    await chip(page, 'Chờ duyệt nội dung').waitFor()
  },
)

test(
  'C2 head and office approve; the drafter sees each step without touching anything',
  { timeout: 60_000 },
  async () => {
    const drafter = await cast.as('chuyenvien.th')
    const head = await cast.as('truongphong.th')
    await openFirst(head, 'Văn bản đi', subject)
    await head.getByRole('button', { name: 'Đồng ý nội dung' }).click()
    await chip(drafter, 'Chờ duyệt thể thức').waitFor()
    const office = await cast.as('chanhvanphong')
    await openFirst(office, 'Văn bản đi', subject)
    await office.getByRole('button', { name: 'Đồng ý thể thức' }).click()
    await chip(drafter, 'Chờ ký').waitFor()
  },
)

test('C3 the vice-chairman signs; a wrong PIN is refused and loses nothing', { timeout: 60_000 }, async () => {
  const page = await cast.as('pct', 'tablet')
  await openFirst(page, 'Văn bản đi', subject)
  await page.getByRole('button', { name: 'Ký số' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Mã PIN').fill('000000')
  await dialog.getByRole('button', { name: 'Ký số' }).click()
  await dialog.getByText(/PIN/).nth(1).waitFor()
  await dialog.getByLabel('Mã PIN').fill(demo.pin)
  await dialog.getByRole('button', { name: 'Ký số' }).click()
  await chip(page, 'Đã ký, chờ cấp số').waitFor({ timeout: 30_000 })
  await picture(page, 'signed-on-tablet')
})

test('C3 three more letters wait; he looks through them and signs all with one PIN', { timeout: 120_000 }, async () => {
  await layBeforeSigner(cast)
  const page = await cast.as('pct', 'tablet')
  await page.goto(new URL('/', page.url()).href)
  await page.getByRole('link', { name: 'Ký nhiều văn bản' }).first().click()
  await page.getByRole('option').first().click()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: 'Chọn cả 3' }).click()
  await page.getByText('2 / 3', { exact: true }).waitFor()
  await page.locator('.textLayer').getByText('BÁO CÁO').first().waitFor()
  await picture(page, 'sign-many')
  await page.getByRole('button', { name: 'Ký 3 văn bản' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Còn 1 văn bản đã chọn mà chưa mở xem.').waitFor()
  await dialog.getByLabel('Mã PIN').fill(demo.pin)
  await dialog.getByRole('button', { name: 'Ký 3 văn bản' }).click()
  await page.waitForURL(/ky-nhieu\/[0-9a-f-]{36}$/)
  await page.reload()
  await page.getByText('Tất cả đã được ký.').waitFor({ timeout: 60_000 })
  await picture(page, 'signed-many')
})

test('C4 the clerk numbers and seals: it is 664/UBND-TH', { timeout: 60_000 }, async () => {
  const page = await cast.as('vanthu')
  await openFirst(page, 'Văn bản đi', subject)
  await page.getByRole('button', { name: 'Cấp số và đóng dấu' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Mã PIN').fill(demo.pin)
  await dialog.getByRole('button', { name: 'Cấp số và đóng dấu' }).click()
  await page.getByRole('heading', { name: '664/UBND-TH' }).waitFor({ timeout: 30_000 })
})

test('C5 it is issued; every recipient gets it, and the matrix moves by itself', { timeout: 60_000 }, async () => {
  const page = await cast.as('vanthu')
  await page.getByRole('button', { name: 'Phát hành' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('phat hanh')
  await page.getByRole('dialog').getByRole('button', { name: 'Phát hành' }).click()
  await chip(page, 'Đã phát hành').waitFor()
  const drafter = await cast.as('chuyenvien.th')
  await drafter.getByText(/^(\d+) \/ \1 nơi đã nhận$/).waitFor({ timeout: 60_000 })
  await picture(drafter, 'delivered')
})

test(
  'C6 the receiving clerk sees both signatures valid, registers and gives the number',
  { timeout: 60_000 },
  async () => {
    const page = await cast.as('vanthu.sttt')
    await openFirst(page, 'Văn bản đến', subject)
    await expect.poll(() => page.getByText('Chữ ký số hợp lệ').count()).toBe(2)
    await picture(page, 'register')
    await page
      .getByRole('button', { name: /^Vào sổ/ })
      .first()
      .click()
    await page
      .getByText(/Số đến/)
      .first()
      .waitFor()
    const sender = await cast.as('vanthu')
    await sender.getByText('Đã vào sổ').first().waitFor()
  },
)

test(
  'C7 the director directs, the head assigns, the person finishes; the sender sees it done',
  { timeout: 90_000 },
  async () => {
    const director = await cast.as('giamdoc.sttt', 'tablet')
    await openFirst(director, 'Văn bản đến', subject)
    await director.getByRole('button', { name: 'Bút phê' }).click()
    const sheet = director.getByRole('dialog')
    await sheet.getByRole('textbox', { name: 'Nội dung chỉ đạo' }).fill('Phòng CNTT chủ trì, báo cáo trước ngày 10/7.')
    await sheet.getByRole('button', { name: /công nghệ thông tin: Chủ trì/i }).click()
    await picture(director, 'direction')
    await sheet.getByRole('button', { name: 'Gửi chỉ đạo' }).click()
    const head = await cast.as('truongphong.cntt')
    await openFirst(head, 'Văn bản đến', subject)
    await head.getByRole('button', { name: 'Phân công' }).click()
    await head.getByRole('dialog').getByText('Chuyên viên').first().click()
    await head.getByRole('dialog').getByRole('button', { name: 'Phân công' }).click()
    const handler = await cast.as('chuyenvien.cntt')
    await openFirst(handler, 'Văn bản đến', subject)
    await handler.getByRole('button', { name: 'Báo cáo hoàn thành' }).click()
    await handler
      .getByRole('dialog')
      .getByRole('textbox', { name: 'Kết quả xử lý' })
      .fill('Đã rà soát, công bố số liệu tháng 6.')
    await handler.getByRole('dialog').getByRole('button', { name: 'Báo cáo hoàn thành' }).click()
    const sender = await cast.as('vanthu')
    await sender.getByText('Hoàn thành', { exact: true }).first().waitFor()
    await picture(sender, 'desk')
  },
)

test('C8 the secretary prepares the session; letter 664 is linked as its paper', { timeout: 90_000 }, async () => {
  const page = await cast.as('thuky')
  await page.getByRole('link', { name: 'Phòng họp' }).first().click()
  await page.getByRole('link', { name: 'Chuẩn bị cuộc họp' }).click()
  await page.getByRole('textbox', { name: 'Tên cuộc họp' }).fill('Phiên họp UBND tỉnh tháng 6')
  await pick(page, 'Loại cuộc họp', 'Phiên họp')
  await page.getByRole('textbox', { name: 'Ngày họp' }).fill('26/06/2020')
  await page.getByRole('textbox', { name: 'Bắt đầu' }).fill('08:00')
  await page.getByRole('textbox', { name: 'Kết thúc' }).fill('11:00')
  await page.getByRole('textbox', { name: 'Địa điểm' }).fill('Phòng họp số 1, trụ sở UBND tỉnh')
  await choose(page, 'Người chủ trì', 'chu tich', /^(?!.*Phó).*Chủ tịch/)
  await page.getByRole('button', { name: 'Lập cuộc họp' }).click()
  await choose(page, 'Thêm người dự họp', 'pho chu tich', /Phó Chủ tịch/)
  // His row pushes the agenda down: who presses a button on its way presses beside it.
  await page.getByRole('listitem').filter({ hasText: 'Phó Chủ tịch' }).first().waitFor()
  await page.getByRole('button', { name: 'Thêm nội dung' }).click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByRole('textbox', { name: 'Nội dung' })
    .fill('Chấn chỉnh việc giải quyết thủ tục hành chính trên môi trường mạng')
  await dialog.getByRole('button', { name: /Lưu nội dung|Thêm nội dung/ }).click()
  await page.getByRole('button', { name: 'Thêm tài liệu' }).click()
  await page.getByLabel(/Tìm theo số ký hiệu/).fill('664')
  await page.getByRole('button', { name: 'Dùng văn bản này' }).first().click()
  await page.getByText('Văn bản trong hệ thống').first().waitFor()
  await picture(page, 'prepare')
  await page.getByRole('button', { name: 'Gửi giấy mời' }).click()
  await page.getByText(/Giấy mời đã gửi/).waitFor()
})

test('C8 the chair opens; everybody follows the page; a named vote passes by rule', { timeout: 120_000 }, async () => {
  const [chair, member] = [await cast.as('chutich', 'tablet'), await cast.as('pct')]
  for (const page of [chair, member]) await enterRoom(page)
  await chair.getByRole('button', { name: 'Khai mạc phiên họp' }).click()
  await chair.getByRole('button', { name: 'Bắt đầu nội dung 1' }).waitFor()
  for (const page of [chair, member]) await checkIn(page)
  await chair.getByText(/2\/2/).first().waitFor()
  await chair.getByRole('button', { name: 'Bắt đầu nội dung 1' }).click()
  await chair.getByText('Đang trình chiếu', { exact: true }).first().waitFor()
  await chair.getByRole('button', { name: 'Trang sau' }).click()
  await member
    .getByText(/heo chủ tọa/)
    .first()
    .waitFor()
  await expect.poll(() => member.getByLabel('Trang', { exact: true }).inputValue()).toBe('2')
  await chair.getByRole('button', { name: 'Mở biểu quyết' }).first().click()
  await chair.getByRole('dialog').getByRole('button', { name: 'Mở biểu quyết' }).click()
  await member.getByRole('radio', { name: 'Tán thành', exact: true }).waitFor()
  await picture(member, 'vote')
  for (const page of [member, chair]) await vote(page, 'Tán thành')
  await chair.locator('#vote').getByText('2/2').first().waitFor()
  await picture(chair, 'meeting')
  await chair
    .locator('#vote')
    .getByRole('button', { name: /Kết thúc biểu quyết/ })
    .click()
  await member.getByText('Thông qua', { exact: true }).first().waitFor()
})

test('C9 the secretary concludes; it becomes a draft notice and two tasks', { timeout: 90_000 }, async () => {
  const page = await cast.as('thuky')
  await enterRoom(page)
  await page.getByRole('button', { name: 'Kết luận' }).first().click()
  await page
    .getByRole('textbox', { name: 'Kết luận' })
    .fill('Thống nhất các giải pháp của công văn 664/UBND-TH; giao hai Sở thực hiện.')
  for (const [index, agency] of ['so thong tin', 'so noi vu'].entries()) {
    await page.getByRole('button', { name: 'Thêm việc giao' }).click()
    await page.getByRole('combobox', { name: 'Cơ quan chủ trì' }).nth(index).fill(agency)
    await page.getByRole('listbox').getByRole('option').first().click()
    await page
      .getByRole('textbox', { name: 'Nội dung giao' })
      .nth(index)
      .fill('Công bố số liệu giải quyết thủ tục hành chính hằng tháng')
    await page.getByRole('textbox', { name: 'Thời hạn' }).nth(index).fill('15/07/2020')
  }
  await page.getByRole('button', { name: 'Ghi kết luận' }).click()
  await page.getByText('Đã ghi').first().waitFor()
  const chair = await cast.as('chutich')
  await chair.locator('#vote').getByRole('button', { name: 'Đóng' }).click()
  await chair.getByRole('button', { name: 'Kết thúc phiên họp' }).click()
  await chair.getByRole('dialog').getByRole('button', { name: 'Kết thúc phiên họp' }).click()
  await page.getByRole('button', { name: 'Tạo thông báo kết luận' }).click()
  await page.getByRole('link', { name: 'Mở dự thảo thông báo' }).first().click()
  await chip(page, 'Dự thảo').waitFor()
  await picture(page, 'notice')
})

test('C10 a department sees its rate, and the number opens the list that it counts', { timeout: 60_000 }, async () => {
  const page = await cast.as('giamdoc.sttt')
  await page.getByRole('link', { name: 'Nhiệm vụ' }).first().click()
  await page.getByText('Công bố số liệu giải quyết').first().waitFor()
  await page.getByRole('link', { name: 'Điều hành' }).first().click()
  await page
    .getByText(/đúng hạn/i)
    .first()
    .waitFor()
  await picture(page, 'rates')
})

test('nothing left the origin, no policy was violated, no page broke', () => {
  expect(cast.offences).toEqual({ offOrigin: [], policy: [], broken: [] })
})

test('the journal of the day is sound', () => {
  const env = { ...process.env, DATA_DIR: demo.dataDir }
  const told = execFileSync(process.execPath, ['server/cli/ecabinet.ts', 'audit', 'verify', '--json'], {
    cwd: top,
    env,
    encoding: 'utf8',
  })
  expect((JSON.parse(told) as { faults: unknown[] }).faults).toEqual([])
})
