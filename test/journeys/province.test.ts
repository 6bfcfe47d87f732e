import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { top } from '#test/architecture/source-tree.ts'
import { Cast } from './cast.ts'
import { type Demo, DemoServer } from './demo-server.ts'

// The story of letter 664 as its people see it, each in a browser of their own, live, on the demo that a newcomer starts.

const server = new DemoServer()
let demo: Demo
let cast: Cast
const subject = 'chấn chỉnh công tác giải quyết thủ tục hành chính trên môi trường mạng'
const body = [
  'Thời gian qua, việc tiếp nhận, giải quyết thủ tục hành chính trên môi trường mạng đã có chuyển biến; tuy nhiên vẫn còn hồ sơ cập nhật chậm, kết quả chưa được công khai đầy đủ.',
  'Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị thực hiện nghiêm các nội dung sau:',
  '1. Các sở, ban, ngành tỉnh và Ủy ban nhân dân các huyện, thị xã, thành phố tiếp nhận, giải quyết 100% hồ sơ trên hệ thống một cửa điện tử.',
  '2. Sở Thông tin và Truyền thông công bố kết quả hằng tháng; hoàn thành trước ngày 15 tháng 7 năm 2020.',
].join('\n')

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

async function openFirst(page: Page, place: string): Promise<void> {
  await page.getByRole('link', { name: place }).first().click()
  await page.getByRole('option').filter({ hasText: subject }).first().click()
}

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
    await page.getByRole('combobox', { name: 'Người ký' }).selectOption({ label: await signerLabel(page) })
    await picture(page, 'draft')
    await page.getByRole('button', { name: 'Lưu dự thảo' }).click()
    await page.getByRole('button', { name: 'Trình duyệt' }).click()
    await chip(page, 'Chờ duyệt nội dung').waitFor()
  },
)

async function signerLabel(page: Page): Promise<string> {
  const labels = await page.getByRole('combobox', { name: 'Người ký' }).locator('option').allTextContents()
  return labels.find((label) => label.includes('KT. CHỦ TỊCH'))!
}

test(
  'C2 head and office approve; the drafter sees each step without touching anything',
  { timeout: 60_000 },
  async () => {
    const drafter = await cast.as('chuyenvien.th')
    const head = await cast.as('truongphong.th')
    await openFirst(head, 'Văn bản đi')
    await head.getByRole('button', { name: 'Đồng ý nội dung' }).click()
    await chip(drafter, 'Chờ duyệt thể thức').waitFor()
    const office = await cast.as('chanhvanphong')
    await openFirst(office, 'Văn bản đi')
    await office.getByRole('button', { name: 'Đồng ý thể thức' }).click()
    await chip(drafter, 'Chờ ký').waitFor()
  },
)

test('C3 the vice-chairman signs; a wrong PIN is refused and loses nothing', { timeout: 60_000 }, async () => {
  const page = await cast.as('pct', 'tablet')
  await openFirst(page, 'Văn bản đi')
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

test('C4 the clerk numbers and seals: it is 664/UBND-TH', { timeout: 60_000 }, async () => {
  const page = await cast.as('vanthu')
  await openFirst(page, 'Văn bản đi')
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
  await picture(drafter, 'desk')
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
