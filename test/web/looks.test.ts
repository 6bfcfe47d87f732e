import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasTool } from '../support/system-tools.ts'
import { arrivalAddress, arrivalsAnswers } from './arrivals/answers.ts'
import { axeFindings, ClientBench, type Device, type Extent } from './browser.ts'
import type { Answers } from './client-server.ts'
import { batchAddress, signManyAnswers } from './documents/answers.ts'
import { lockedOut, signedIn } from './fixtures.ts'
import { ratesAnswers } from './reports/answers.ts'

const themes = {
  light: { scheme: 'light', contrast: 'normal' },
  dark: { scheme: 'dark', contrast: 'normal' },
  contrast: { scheme: 'light', contrast: 'more' },
}
type Theme = keyof typeof themes
/** A device, and the theme in which dialogs and menus are opened too and every rule is asked; the other themes change colours only. */
const devices: { name: string; theme: Theme; options: BrowserContextOptions }[] = [
  { name: 'desk', theme: 'light', options: { viewport: { width: 1280, height: 800 } } },
  { name: 'tablet', theme: 'dark', options: { viewport: { width: 1024, height: 768 }, hasTouch: true } },
  {
    name: 'phone',
    theme: 'contrast',
    options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  },
]
/** Set to a folder to keep the pictures and look at them. */
const pictures = process.env['CLIENT_PICTURES']

/** A screen and what is done on it before each examination. */
const screens: {
  name: string
  address: string
  out?: boolean
  /** Looked at in every theme on every device, not only in the device's own. */
  all?: boolean
  steps: { name: string; act(page: Page): Promise<unknown> }[]
}[] = [
  { name: 'sign-in', address: '/dang-nhap', out: true, all: true, steps: [{ name: 'locked', act: signInInVain }] },
  {
    name: 'check',
    address: '/kiem-tra-chu-ky',
    out: true,
    steps: [
      { name: 'found', act: (page) => checkFile(page, 'cong-van.pdf') },
      { name: 'details', act: (page) => page.getByText('Chi tiết chữ ký và chứng thư số').first().click() },
      { name: 'wrong-kind', act: (page) => checkFile(page, 'cong-van.docx') },
    ],
  },
  {
    name: 'today',
    address: '/',
    all: true,
    steps: [
      { name: 'palette', act: (page) => page.keyboard.press('Control+k') },
      { name: 'keys', act: (page) => press(page, 'Escape', 'Shift+Slash') },
      { name: 'display', act: async (page) => (await page.keyboard.press('Escape'), openAccount(page, 'Hiển thị')) },
      { name: 'account', act: async (page) => (await page.keyboard.press('Escape'), openAccount(page)) },
    ],
  },
  { name: 'arrivals', address: '/van-ban-den', steps: [] },
  {
    name: 'arrival',
    address: arrivalAddress,
    all: true,
    steps: [
      { name: 'refused-form', act: (page) => press(page, 'KeyE') },
      { name: 'why', act: (page) => page.getByRole('button', { name: 'Từ chối' }).click() },
      {
        name: 'direction',
        act: async (page) => (
          await page.keyboard.press('Escape'),
          page.getByRole('button', { name: 'Bút phê lại' }).click()
        ),
      },
    ],
  },
  {
    name: 'sign-many',
    address: '/van-ban-di/ky-nhieu',
    all: true,
    steps: [
      { name: 'in-view', act: (page) => page.getByRole('option').nth(1).click() },
      { name: 'chosen', act: lookThroughAndChoose },
      { name: 'pin', act: (page) => page.keyboard.press('Control+Enter') },
    ],
  },
  {
    name: 'signing-batch',
    address: batchAddress,
    steps: [{ name: 'pin-again', act: (page) => page.getByRole('button', { name: 'Nhập PIN, ký tiếp' }).click() }],
  },
  { name: 'steering', address: '/dieu-hanh', all: true, steps: [] },
  { name: 'rate-list', address: '/dieu-hanh/a1/late', steps: [] },
  { name: 'sessions', address: '/phien-dang-nhap', steps: [] },
  { name: 'nowhere', address: '/khong/co', steps: [] },
  {
    name: 'gallery',
    address: '/gallery',
    all: true,
    steps: [
      { name: 'one-of-many', act: (page) => page.locator('#lead').click() },
      { name: 'many', act: (page) => page.locator('#recipients').click() },
      { name: 'calendar', act: (page) => page.getByRole('button', { name: 'Mở lịch' }).click() },
      {
        name: 'menu',
        act: async (page) => (
          await page.keyboard.press('Escape'),
          page.getByRole('button', { name: 'Thao tác khác' }).click()
        ),
      },
      {
        name: 'dialog',
        act: async (page) => (await page.keyboard.press('Escape'), page.locator('#open-dialog').click()),
      },
      {
        name: 'sheet',
        act: async (page) => (await page.keyboard.press('Escape'), page.locator('#open-sheet').click()),
      },
      {
        name: 'confirm',
        act: async (page) => (await page.keyboard.press('Escape'), page.locator('#open-confirm').click()),
      },
      { name: 'toast', act: async (page) => (await page.keyboard.press('Escape'), page.locator('#toast').click()) },
    ],
  },
]

describe.skipIf(!hasTool('chromium'))('every screen in every look (needs chromium)', () => {
  const bench = new ClientBench()
  const answers: Answers = {}
  beforeAll(() => bench.start(answers), 120_000)
  afterAll(() => bench.stop())

  describe.each(devices)('on a $name', ({ name, theme, options }) => {
    const { scheme, contrast } = themes[theme]
    let device: Device
    beforeAll(
      async () => (device = await bench.device(options, { 'theme.scheme': scheme, 'theme.contrast': contrast })),
    )
    afterAll(() => device.leave())

    test.each(screens)('$name', { timeout: 90_000 }, async (screen) => {
      Object.assign(answers, arrivalsAnswers, ratesAnswers, signManyAnswers, screen.out ? lockedOut : signedIn)
      const { page, complaints } = await device.goTo(screen.address)
      await examine(page, `${screen.name}-${theme}-${name}`)
      for (const other of screen.all ? othersThan(theme) : []) {
        const before = await page.evaluate(colours)
        await page.evaluate(show, themes[other])
        await page.evaluate(settled)
        expect(await page.evaluate(colours), `${other} is drawn`).not.toBe(before)
        await examine(page, `${screen.name}-${other}-${name}`, 'drawn')
      }
      await page.evaluate(show, themes[theme])
      for (const step of screen.steps) {
        await step.act(page)
        await page.evaluate(settled)
        await examine(page, `${screen.name}-${step.name}-${theme}-${name}`)
      }
      expect(complaints).toEqual([])
    })
  })
})

/** Runs in the page: what a theme is known by. */
function colours(): string {
  const { color, backgroundColor } = getComputedStyle(document.body)
  return `${color} on ${backgroundColor}`
}

const othersThan = (theme: Theme) => (Object.keys(themes) as Theme[]).filter((one) => one !== theme)

/** Runs in the page: shows another theme, as `web/kernel/theme.svelte.ts` does. */
function show(theme: (typeof themes)[Theme]): void {
  Object.assign(document.documentElement.dataset, theme)
}

/** Runs in the page: what a step opened has been drawn, and nothing moves that ever comes to rest. */
async function settled(): Promise<void> {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve))
  await drawn()
  await drawn()
  const ends = document
    .getAnimations()
    .filter((it) => Number.isFinite(it.effect?.getComputedTiming().endTime as number))
  await Promise.allSettled(ends.map((it) => it.finished))
  await drawn()
}

/** Gives the public page a file, as the button of the browser does. */
async function checkFile(page: Page, name: string): Promise<void> {
  const file = { name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') }
  await page.locator('input[type=file]').setInputFiles(file)
  await page
    .getByText(name.endsWith('.pdf') ? 'Việc cần làm' : /chỉ nhận|\.pdf/i)
    .first()
    .waitFor({ timeout: 5000 })
}

/** Nothing for axe to find, nothing wider than the window, touch targets large enough, no small print. */
async function examine(page: Page, name: string, extent: Extent = 'all'): Promise<void> {
  if (pictures) await picture(page, name)
  expect(await axeFindings(page, extent), name).toEqual([])
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    `${name} scrolls sideways`,
  ).toBeLessThanOrEqual(0)
  expect(await page.evaluate(tooSmall), name).toEqual([])
}

/** Runs in the page: text under 16 px, and targets under 48 px where fingers point. */
function tooSmall(): string[] {
  const isShown = (element: Element) => element.checkVisibility() && !element.closest('.unseen, [inert], .textLayer')
  const all = [...document.querySelectorAll('body *')].filter(isShown)
  const print = all.filter((it) => [...it.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
  const small = print.filter((it) => parseFloat(getComputedStyle(it).fontSize) < 16)
  const isTarget = (it: Element) => it.matches('button, [role=option], [role=tab], summary, .button')
  const targets = matchMedia('(pointer: coarse)').matches ? all.filter(isTarget) : []
  const narrow = targets.filter(
    (it) => Math.min(it.getBoundingClientRect().height, it.getBoundingClientRect().width) < 47.5,
  )
  return [
    ...small.map((it) => `small print: ${it.outerHTML.slice(0, 120)}`),
    ...narrow.map((it) => `small target: ${it.outerHTML.slice(0, 120)}`),
  ]
}

async function picture(page: Page, name: string): Promise<void> {
  await mkdir(pictures!, { recursive: true })
  await page.screenshot({ path: path.join(pictures!, `${name}.png`) })
}

async function signInInVain(page: Page): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill('van.thu')
  await page.locator('#password').fill('sai')
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.getByText('Hãy đợi 60 giây').waitFor()
}

async function lookThroughAndChoose(page: Page): Promise<void> {
  await press(page, 'ArrowRight', 'KeyX', 'ArrowLeft', 'KeyX')
  const back = page.getByRole('button', { name: 'Về danh sách' })
  if (await back.isVisible()) await back.click()
}

async function openAccount(page: Page, item?: string): Promise<void> {
  await page.getByRole('button', { name: 'Tài khoản của' }).click()
  if (item) await page.getByRole('menuitem', { name: item }).click()
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}
