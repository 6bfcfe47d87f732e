import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasTool } from '../support/system-tools.ts'
import { axeFindings, ClientBench } from './browser.ts'
import type { Answers } from './client-server.ts'
import { lockedOut, me, signedIn } from './fixtures.ts'

const desk = { viewport: { width: 1280, height: 800 } }
const answers: Answers = {}
const bench = new ClientBench()

async function at(address: string, given: Answers = signedIn, prefs: Record<string, string> = {}): Promise<Page> {
  Object.assign(answers, given)
  const { page } = await bench.visit(address, desk, prefs)
  return page
}
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim())
const described = (page: Page) => page.locator('[aria-live], [role=status], [role=alert]').allTextContents()

describe.skipIf(!hasTool('chromium'))('the client in a browser (needs chromium)', () => {
  beforeAll(() => bench.start(answers), 120_000)
  afterAll(() => bench.stop())

  describe('the first screen', () => {
    test('comes with at most 150 KB of script', async () => {
      Object.assign(answers, signedIn)
      const scripts: Promise<Buffer>[] = []
      const { page: visited } = await bench.visit('/', desk)
      // A page that has gone nowhere yet: a body that was navigated away from cannot be had.
      const page = await visited.context().newPage()
      page.on('response', (answer) => void (answer.url().endsWith('.js') && scripts.push(answer.body())))
      await page.goto(bench.origin, { waitUntil: 'networkidle' })
      const total = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0)
      expect(total).toBeGreaterThan(20_000)
      expect(total).toBeLessThanOrEqual(150_000)
    })

    test('preloads each font file that it uses, once', async () => {
      const page = await at('/')
      await page.evaluate(() => document.fonts.ready)
      const fonts = await page.evaluate(
        () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.woff2')).length,
      )
      expect(fonts).toBeGreaterThanOrEqual(4)
      expect(fonts).toBeLessThanOrEqual(6)
    })
  })

  describe('signing in', () => {
    test('says what is missing, takes the focus there and leads to the field', async () => {
      const page = await at('/dang-nhap', lockedOut)
      await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
      await page.getByText('Cần sửa 2 mục').waitFor()
      expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert')
      await page.getByRole('link', { name: 'Nhập mật khẩu' }).click()
      expect(await focused(page)).toBe('password')
    })

    test('keeps the name and forgets the password after a refusal, in either language', async () => {
      const page = await at('/dang-nhap', lockedOut)
      await page.locator('#user-name').fill('van.thu')
      await page.locator('#password').fill('sai')
      await page.keyboard.press('Enter')
      await page.getByText('Hãy đợi 60 giây').waitFor()
      await page.getByRole('button', { name: 'English' }).click()
      await page.getByText('Wait 60 seconds').waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe('en')
      expect(await page.locator('#user-name').inputValue()).toBe('van.thu')
      expect(await page.locator('#password').inputValue()).toBe('')
    })

    test('is where a stranger arrives, and leads back to where he meant to go', async () => {
      const page = await at('/phien-dang-nhap?x=1', lockedOut)
      await page.waitForURL(/dang-nhap\?tiep=/)
      Object.assign(answers, { ...signedIn, 'POST /api/session': { status: 200, body: me } })
      await page.getByRole('button', { name: /Văn thư/ }).click()
      await page.waitForURL(/phien-dang-nhap\?x=1$/)
      await page.getByRole('heading', { name: 'Phiên đăng nhập' }).waitFor()
    })
  })

  describe('the keyboard', () => {
    test('reaches everything on the first page, always in sight, starting with the skip link', async () => {
      const page = await at('/')
      const stops: string[] = []
      for (let press = 0; press < 22; press++) {
        await page.keyboard.press('Tab')
        const stop = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement
          const box = element.getBoundingClientRect()
          const inSight = box.width > 0 && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0
          const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
          return {
            name: element.ariaLabel ?? element.textContent.trim(),
            inSight,
            covered: !element.contains(top),
            body: element === document.body,
          }
        })
        if (stop.body) break
        expect(stop).toMatchObject({ inSight: true, covered: false })
        stops.push(stop.name)
      }
      expect(stops[0]).toBe('Đến nội dung chính')
      expect(stops.join('|')).toContain('Điều hành')
      expect(stops.length).toBeGreaterThan(12)
    })

    test('finds a page without tones and opens it', async () => {
      const page = await at('/')
      await page.keyboard.press('/')
      await page.keyboard.type('van ban den')
      await expect.poll(() => page.getByRole('option').allTextContents()).toHaveLength(1)
      await page.keyboard.press('Enter')
      await page.waitForURL(/van-ban-den$/)
    })

    test('leaves keys to an input method that is composing', async () => {
      const page = await at('/')
      await page.evaluate(() => {
        const composing = { key: '/', code: 'Slash', bubbles: true, isComposing: true }
        document.body.dispatchEvent(new KeyboardEvent('keydown', composing))
      })
      expect(await page.locator('dialog').count()).toBe(0)
      await page.keyboard.press('Control+k')
      expect(await page.locator('dialog').count()).toBe(1)
    })

    test('closes a dialog and comes back to where it was', async () => {
      const page = await at('/gallery')
      await page.locator('#open-dialog').focus()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog', { name: 'Trả lại dự thảo' }).waitFor()
      await page.keyboard.press('Escape')
      expect(await page.locator('dialog').count()).toBe(0)
      expect(await focused(page)).toBe('open-dialog')
    })

    test('walks a menu by arrows and first letters, and comes back', async () => {
      const page = await at('/gallery')
      await page.getByRole('button', { name: 'Thao tác khác' }).focus()
      await page.keyboard.press('ArrowDown')
      await expect.poll(() => focused(page)).toContain('Chuyển tiếp')
      await page.keyboard.press('t')
      expect(await focused(page)).toContain('Thu hồi')
      await page.keyboard.press('Escape')
      expect(await focused(page)).toBe('Thao tác khác')
    })
  })

  describe('choosing', () => {
    test('takes a recipient without tones, and a whole group at once', async () => {
      const page = await at('/gallery')
      await page.locator('#recipients').focus()
      await page.keyboard.type('thoai son')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.locator('.count', { hasText: 'Đã chọn 8' }).waitFor()
      expect((await described(page)).join(' ')).toContain('Đã chọn 8')
      await page.locator('#recipients').fill('cap huyen')
      await page.keyboard.press('Enter')
      await page.getByText('Cấp huyện (5)', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Bỏ Sở, ban, ngành (6)' }).click()
      await page.locator('.count', { hasText: 'Đã chọn 5' }).waitFor()
    })

    test('reads a typed day and says when it is none', async () => {
      const page = await at('/gallery')
      const field = page.getByLabel('Hạn xử lý').first()
      await field.fill('1/12/26')
      await field.press('Tab')
      expect(await field.inputValue()).toBe('01/12/2026')
      await field.fill('31/11')
      await field.press('Tab')
      await page.getByText('Nhập ngày theo dạng').waitFor()
      expect(await field.inputValue()).toBe('31/11')
    })
  })

  describe('a list of 100 000', () => {
    test('draws few rows and goes anywhere by keys', async () => {
      const page = await at('/gallery')
      const list = page.getByRole('listbox', { name: 'Văn bản đến' })
      await list.focus()
      for (const key of ['j', 'j', 'k', 'j']) await page.keyboard.press(key)
      expect(await list.locator('.active').textContent()).toContain('2/UBND-TH')
      await page.keyboard.press('Space')
      await page.keyboard.press('Shift+ArrowDown')
      expect(await list.locator('[aria-selected=true]').count()).toBe(2)
      await page.keyboard.press('End')
      await list.getByText('100000/UBND-TH').waitFor()
      expect(await list.getByRole('option').count()).toBeLessThan(40)
      expect(await list.locator('.active').getAttribute('aria-posinset')).toBe('100000')
    })
  })

  describe('a paper', () => {
    test('turns by hand, tells who follows, and can be read aloud', async () => {
      const page = await at('/gallery')
      const paper = page.getByRole('region', { name: 'Văn bản mẫu' })
      await paper.scrollIntoViewIfNeeded()
      await page.getByText('/ 12').waitFor()
      const field = page.getByLabel('Trang', { exact: true })
      await field.fill('7')
      await field.press('Enter')
      await expect.poll(() => page.locator('#followed').textContent()).toBe('7')
      await paper.getByText('7.3 Uy ban').waitFor()
      await page.getByRole('button', { name: 'Trang sau' }).click()
      await expect.poll(() => page.locator('#followed').textContent()).toBe('8')
      await paper.evaluate((box) => box.scrollTo(0, 0))
      await expect.poll(() => page.locator('#followed').textContent()).toBe('1')
      expect(await paper.locator('canvas').count()).toBeLessThanOrEqual(4)
      const dark = await paper.locator('canvas').first().evaluate(darkPixels)
      expect(dark).toBeGreaterThan(500)
    })
  })

  describe('the live line', () => {
    test('says when the screen is behind and when it is current again', async () => {
      const page = await at('/')
      await expect.poll(() => bench.live.engine.clientsCount).toBeGreaterThan(0)
      await page.context().setOffline(true)
      bench.live.disconnectSockets(true)
      await page.getByText('Nội dung đang nhập vẫn được giữ').first().waitFor({ timeout: 15_000 })
      expect(await axeFindings(page)).toEqual([])
      await page.context().setOffline(false)
      await expect
        .poll(() => described(page).then((all) => all.join(' ')), { timeout: 20_000 })
        .toContain('Đã kết nối lại')
    })

    test('signs out at once when the session is revoked', async () => {
      const page = await at('/')
      await expect.poll(() => bench.live.engine.clientsCount).toBeGreaterThan(0)
      Object.assign(answers, lockedOut)
      bench.live.disconnectSockets(true)
      await page.waitForURL(/dang-nhap/)
    })
  })

  describe('sizes', () => {
    test.each([
      ['leader', '20px'],
      ['extra', '24px'],
    ])('in size %s (%s) nothing runs over the edge of any screen', async (size, pixels) => {
      for (const address of ['/', '/gallery']) {
        const page = await at(address, signedIn, { 'theme.size': size })
        expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe(pixels)
        for (const width of [1280, 1024, 390, 360]) {
          await page.setViewportSize({ width, height: 800 })
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect(over, `${address} at ${width}`).toBeLessThanOrEqual(0)
        }
      }
    })
  })

  describe('English', () => {
    test('is complete in the shell', async () => {
      const page = await at('/', signedIn, { language: 'en' })
      const vietnamese = /[ăâđêôơưĂÂĐÊÔƠƯ\u1EA0-\u1EF9]/
      const known = [me.post.agencyName, me.post.unitName ?? '', me.person.fullName, me.post.title]
      const text = await page.evaluate(() => document.body.innerText)
      const rest = known.reduce((left, word) => left.replaceAll(word, ''), text)
      expect(rest.split('\n').filter((line) => vietnamese.test(line))).toEqual([])
    })
  })
})

/** Runs in the page: how many pixels of a canvas are ink. */
function darkPixels(canvas: HTMLCanvasElement | SVGElement): number {
  const { width, height } = canvas as HTMLCanvasElement
  const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
  let dark = 0
  for (let at = 0; at < data.length; at += 4) if (data[at]! < 128 && data[at + 3]! > 128) dark++
  return dark
}
