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
const quiet =
  '--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync'

/** A page under watch: whatever the browser complained of, and every address outside our origin. */
export interface Watched {
  page: Page
  complaints: string[]
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
    const context = await this.#browser.newContext(options)
    onTestFinished(() => context.close())
    await context.addInitScript((kept: Record<string, string>) => {
      for (const [key, value] of Object.entries(kept)) localStorage.setItem(`ecabinet.${key}`, value)
    }, prefs)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (said) => {
      const isExpected = /websocket|status of 4\d\d/i.test(said.text())
      if (['error', 'warning'].includes(said.type()) && !isExpected) complaints.push(said.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('request', (request) => {
      const url = new URL(request.url())
      const isOurs = url.host === new URL(this.origin).host || url.protocol === 'blob:'
      if (!isOurs) complaints.push(`left the origin: ${request.url()}`)
    })
    await page.goto(this.origin + address)
    await page.locator('h1').first().waitFor({ timeout: 10_000 })
    return { page, complaints }
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

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe finds wrong on the page as it stands, one line a rule with the elements; behind a modal nobody can be, so only the modal counts.
 * The page is unrolled for it: what happens to lie under a bar that stays can be scrolled to, and is no finding.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  const size = page.viewportSize()
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  if (size) await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) })
  const findings = await findingsNow(page)
  if (size) await page.setViewportSize(size)
  return findings
}

async function findingsNow(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await axeText())
  const rules = { resultTypes: ['violations'], runOnly: tags, rules: { 'color-contrast-enhanced': { enabled: true } } }
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: { run(root: ParentNode, options: unknown): Promise<AxeAnswer> } }
    const { violations } = await axe.run(document.querySelector('dialog:modal') ?? document, options)
    return violations.map(
      (it) =>
        `${it.id}: ${it.nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`,
    )
  }, rules)
}

interface AxeAnswer {
  violations: { id: string; nodes: { html: string; any: { message: string }[] }[] }[]
}

async function axeText(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  return readFile(axeFile, 'utf8')
}
