import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Demo } from './demo-server.ts'

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What no page of ours may do; filled while the journey runs. */
export type Offences = { offOrigin: string[]; policy: string[]; broken: string[] }

const tablet = { viewport: { width: 1180, height: 820 }, hasTouch: true }
const desk = { viewport: { width: 1440, height: 900 } }

/** The people of the journey, each in a browser context of their own, watched for off-origin requests and CSP violations. */
export class Cast {
  readonly offences: Offences = { offOrigin: [], policy: [], broken: [] }
  readonly #demo: Demo
  readonly #browser: Browser
  readonly #pages = new Map<string, Page>()

  private constructor(demo: Demo, browser: Browser) {
    this.#demo = demo
    this.#browser = browser
  }

  static async of(demo: Demo): Promise<Cast> {
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
    return new Cast(demo, await chromium.launch({ executablePath, args: switches }))
  }

  /** The page of a role account, signed in by the button of the login page at its first use. */
  async as(userName: string, at: 'desk' | 'tablet' = 'desk'): Promise<Page> {
    const known = this.#pages.get(userName)
    if (known) return known
    const context = await this.#browser.newContext({
      locale: 'vi-VN',
      reducedMotion: 'reduce',
      ...(at === 'desk' ? desk : tablet),
    })
    const page = await this.#watched(context)
    await page.goto(this.#demo.url)
    await page.locator(`[data-account="${userName}"]`).click()
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    this.#pages.set(userName, page)
    return page
  }

  /** What everybody sees now, one picture a person; for whoever looks after a failure. */
  async photograph(folder: string, name: string): Promise<void> {
    for (const [userName, page] of this.#pages) await page.screenshot({ path: join(folder, `${name}-${userName}.png`) })
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }

  async #watched(context: BrowserContext): Promise<Page> {
    const { offOrigin, policy, broken } = this.offences
    const page = await context.newPage()
    const home = new URL(this.#demo.url).origin
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (origin !== home && !['data:', 'blob:'].includes(protocol) && protocol !== 'ws:') offOrigin.push(request.url())
    })
    page.on('pageerror', (error) => broken.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/i.test(message.text())) policy.push(message.text())
    })
    return page
  }
}
