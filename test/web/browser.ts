import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { onTestFinished } from 'vitest'
import { programPath } from '#server/cli/program-path.ts'
import { type Answers, type ServedClient, serveClient } from './client-server.ts'

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
/** The flag of V8 lets pages that live for seconds warm up at once: a seventh less processor time. */
const quiet =
  '--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync ' +
  '--js-flags=--no-lazy-feedback-allocation'

/** A page under watch: whatever the browser complained of, and every address outside our origin. */
export interface Watched {
  page: Page
  complaints: string[]
}

/** One visitor's browser window. `goTo` forgets what the client kept on the device; it keeps the browser's own cache. */
export interface Device {
  goTo(address: string): Promise<Watched>
  leave(): Promise<void>
}

/** The client built with its gallery, served under the product's headers, and a browser to look at it. */
export class ClientBench {
  origin = ''
  #folder = ''
  #browser!: Browser
  #served!: ServedClient

  /** Builds, serves and starts the browser. The answers may be changed while it runs. */
  async start(answers: Answers): Promise<void> {
    this.#folder = await mkdtemp(path.join(tmpdir(), 'ecabinet-client-'))
    const configFile = path.join(import.meta.dirname, '../../web/vite.config.ts')
    await build({ configFile, mode: 'test', logLevel: 'error', build: { outDir: this.#folder, emptyOutDir: true } })
    this.#served = await serveClient(this.#folder, answers)
    this.origin = this.#served.origin
    const executablePath = programPath('chromium') ?? programPath('google-chrome') ?? 'chromium'
    this.#browser = await chromium.launch({ executablePath, args: quiet.split(' ') })
  }

  /**
   * A fresh visitor whose device remembers `prefs` (`theme.scheme`: `dark`); he leaves when the test ends. Pages left open go on
   * drawing and following the live line, and made each later test of a file slower than the one before.
   */
  async visit(address: string, options: BrowserContextOptions, prefs: Record<string, string> = {}): Promise<Watched> {
    const device = await this.device(options, prefs)
    onTestFinished(() => device.leave())
    return device.goTo(address)
  }

  /** A device that goes from screen to screen, as new at each: what the browser has loaded and compiled once serves them all. */
  async device(options: BrowserContextOptions, prefs: Record<string, string>): Promise<Device> {
    const context = await this.#browser.newContext(options)
    await context.addInitScript((kept: Record<string, string>) => {
      for (const [key, value] of Object.entries(kept)) localStorage.setItem(`ecabinet.${key}`, value)
    }, prefs)
    const page = await context.newPage()
    const complaints = complaintsOf(page, this.origin)
    const storage = await context.newCDPSession(page)
    return {
      goTo: async (address) => {
        await page.goto('about:blank')
        await storage.send('Storage.clearDataForOrigin', { origin: this.origin, storageTypes: 'all' })
        complaints.splice(0)
        await page.goto(this.origin + address)
        await page.locator('h1').first().waitFor({ timeout: 10_000 })
        return { page, complaints }
      },
      leave: () => context.close(),
    }
  }

  /** The server's end of the live line. */
  get live(): ServedClient['live'] {
    return this.#served.live
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    await this.#served.live.close()
    this.#served.server.closeAllConnections()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

function complaintsOf(page: Page, origin: string): string[] {
  const complaints: string[] = []
  page.on('console', (said) => {
    const isExpected = /websocket|status of 4\d\d/i.test(said.text())
    if (['error', 'warning'].includes(said.type()) && !isExpected) complaints.push(said.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const url = new URL(request.url())
    const isOurs = url.host === new URL(origin).host || url.protocol === 'blob:'
    if (!isOurs) complaints.push(`left the origin: ${request.url()}`)
  })
  return complaints
}

/**
 * What axe looks for. All: every rule of WCAG 2.2 AA and of good practice, with the contrast of AAA (7 : 1) in the place of AA's
 * weaker one. Drawn: what a theme can change, for a size whose structure has been looked through in another theme.
 */
const rulesOf = {
  all: {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast-enhanced': { enabled: true }, 'color-contrast': { enabled: false } },
  },
  drawn: { runOnly: ['color-contrast-enhanced', 'target-size'], rules: {} },
}
export type Extent = keyof typeof rulesOf

/**
 * What axe finds wrong on the page as it stands, one line a rule with the elements; behind a modal nobody can be, so only the modal counts.
 * The page is unrolled for it: what happens to lie under a bar that stays can be scrolled to, and is no finding.
 */
export async function axeFindings(page: Page, extent: Extent = 'all'): Promise<string[]> {
  const size = page.viewportSize()
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  if (size) await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) })
  const findings = await findingsNow(page, extent)
  if (size) await page.setViewportSize(size)
  return findings
}

async function findingsNow(page: Page, extent: Extent): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await axeText())
  return page.evaluate(
    async (options) => {
      const { axe } = window as unknown as { axe: { run(root: ParentNode, options: unknown): Promise<AxeAnswer> } }
      const { violations } = await axe.run(document.querySelector('dialog:modal') ?? document, options)
      return violations.map(
        (it) =>
          `${it.id}: ${it.nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`,
      )
    },
    { resultTypes: ['violations'], ...rulesOf[extent] },
  )
}

interface AxeAnswer {
  violations: { id: string; nodes: { html: string; any: { message: string }[] }[] }[]
}

async function axeText(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  return readFile(axeFile, 'utf8')
}
