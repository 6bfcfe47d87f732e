import { randomUUID } from 'node:crypto'
import { PDFDocument } from 'pdf-lib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Cast } from '#test/journeys/cast.ts'
import { type Demo, DemoServer } from '#test/journeys/demo-server.ts'
import { hasTool } from '#test/support/system-tools.ts'

// The live room in real browsers on a real server whose network is cut and which is killed; nobody reloads a page by hand.

const server = new DemoServer()
let demo: Demo
let cast: Cast
let id: string
const pages = {} as Record<'chair' | 'first' | 'second', Page>

/** Somebody who speaks to the server without a browser. */
async function caller(userName: string) {
  const send = async (path: string, init: { method?: string; body?: BodyInit; type?: string; cookie?: string }) => {
    const { method = 'POST', body, type = 'application/json', cookie = '' } = init
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': type, 'idempotency-key': randomUUID(), cookie }
    const answer = await fetch(`${demo.url}/api${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
    if (!answer.ok) throw new Error(`${userName} ${path}: ${await answer.text()}`)
    return answer
  }
  const signedIn = await send('/session', { body: JSON.stringify({ userName, password: demo.password }) })
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  const { post: seat } = (await signedIn.json()) as { post: { id: string } }
  const post = async <T>(path: string, json: unknown = {}) =>
    (await send(path, { body: JSON.stringify(json), cookie })).json() as Promise<T>
  const get = async <T>(path: string) => (await send(path, { method: 'GET', cookie })).json() as Promise<T>
  const upload = async (bytes: Uint8Array<ArrayBuffer>) => {
    const answer = await send('/files?name=de-an.pdf', { body: bytes, type: 'application/pdf', cookie })
    return (await answer.json()) as { id: string }
  }
  return { postId: seat.id, post, get, upload }
}

/** A session that is open, with one paper of twelve pages on stage and everybody in the room. */
async function openSession(): Promise<string> {
  const [secretary, chair, first, second] = await Promise.all(['thuky', 'chutich', 'pct', 'chanhvanphong'].map(caller))
  const meeting = await secretary!.post<{ id: string }>('/meetings', {
    title: 'Phiên họp thử đường truyền',
    typeCode: 'committee_session',
    startsAt: '2020-06-25T08:00:00+07:00',
    endsAt: '2020-06-25T11:00:00+07:00',
    place: 'Phòng họp số 1',
    members: [chair, first, second].map((one, seat) => ({
      postId: one!.postId,
      part: seat === 0 ? 'chair' : 'member',
    })),
    items: [{ title: 'Đề án sắp xếp tổ chức bộ máy', minutes: 30 }],
  })
  const room = `/meetings/${meeting.id}`
  const { snapshot } = await secretary!.get<{ snapshot: { items: { id: string }[] } }>(`${room}/live`)
  const itemId = snapshot.items[0]!.id
  const { id: fileId } = await secretary!.upload(await twelvePages())
  const { paperId } = await secretary!.post<{ paperId: string }>(`${room}/items/${itemId}/papers`, { fileId })
  await secretary!.post(`${room}/invite`)
  await chair!.post(`${room}/open`)
  for (const one of [chair, first, second]) await one!.post(`${room}/check-in`, { presence: 'in_room' })
  await chair!.post(`${room}/current-item`, { itemId })
  await chair!.post(`${room}/stage`, { paperId, page: 3 })
  return meeting.id
}

async function twelvePages(): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await PDFDocument.create()
  for (let page = 1; page <= 12; page++) pdf.addPage([595, 842]).drawText(`${page}`, { x: 80, y: 700, size: 40 })
  return new Uint8Array(await pdf.save())
}

/** Enters the room and marks the page, so that a reload would be seen. */
async function enter(userName: string): Promise<Page> {
  const page = await cast.as(userName, 'tablet')
  await page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'))
  await page.goto(`${demo.url}/phong-hop/${id}`)
  await inStep(page)
  await page.getByText('1/1 tài liệu đã tải').waitFor()
  await page.evaluate(() => ((window as { stayed?: boolean }).stayed = true))
  return page
}

const inStep = (page: Page) => page.locator('[data-sync="in step"]').waitFor({ timeout: 40_000 })
const stayed = (page: Page) => page.evaluate(() => (window as { stayed?: boolean }).stayed === true)
const pageShown = (page: Page) => page.getByLabel('Trang', { exact: true }).inputValue()
const ballot = (page: Page, state: string) => page.locator(`[data-ballot="${state}"]`).waitFor({ timeout: 40_000 })

async function choose(page: Page, choice: string): Promise<void> {
  await page.getByRole('radio', { name: choice, exact: true }).check()
  await page.getByRole('button', { name: `Xác nhận: ${choice}` }).click()
}

describe.skipIf(!hasTool('chromium'))('the room under outages (needs chromium)', () => {
  beforeAll(async () => {
    demo = await server.start()
    cast = await Cast.of(demo)
    id = await openSession()
    const people = { chair: 'chutich', first: 'pct', second: 'chanhvanphong' } as const
    for (const [seat, userName] of Object.entries(people)) pages[seat as keyof typeof pages] = await enter(userName)
  }, 150_000)
  afterAll(async () => {
    await cast.close()
    await server.stop()
  })

  test('a reload comes back to the very page of the stage', { timeout: 90_000 }, async () => {
    const page = pages.second
    await page.reload()
    await inStep(page)
    await expect.poll(() => pageShown(page), { timeout: 10_000 }).toBe('3')
    await page.evaluate(() => ((window as { stayed?: boolean }).stayed = true))
  })

  test('without a network the paper turns, the screen says that it is lost and comes back by itself', async () => {
    const { chair, first } = pages
    await first.context().setOffline(true)
    await first.locator('[data-sync="lost"]').waitFor({ timeout: 15_000 })
    await first.getByRole('button', { name: 'Trang sau' }).click()
    await first.getByText('Chủ tọa ở trang 3').first().waitFor()
    await chair.getByRole('button', { name: 'Xem riêng' }).first().click()
    await chair.getByRole('button', { name: 'Trang sau' }).click()
    await chair.getByRole('button', { name: 'Trình trang này' }).first().click()
    await chair.getByRole('button', { name: 'Trang sau' }).click()
    await expect.poll(() => pageShown(pages.second)).toBe('5')
    expect(await pageShown(first)).toBe('4')
    await first.context().setOffline(false)
    await inStep(first)
    await first.getByText('Chủ tọa ở trang 5').first().waitFor()
    await first.getByRole('button', { name: 'Theo lại' }).first().click()
    await expect.poll(() => pageShown(first)).toBe('5')
  }, 120_000)

  test('a ballot cast without a network is not called recorded, and counts once the network is back', async () => {
    const { chair, first } = pages
    await chair.getByRole('button', { name: 'Mở biểu quyết' }).first().click()
    await chair.getByRole('dialog').getByRole('button', { name: 'Mở biểu quyết' }).click()
    await ballot(first, 'empty')
    await first.context().setOffline(true)
    await choose(first, 'Không tán thành')
    await ballot(first, 'waiting')
    await first.getByText('Chưa gửi được phiếu: Không tán thành').waitFor()
    await first.context().setOffline(false)
    await ballot(first, 'recorded')
    await first.getByText('Đã ghi nhận: Không tán thành').waitFor()
  }, 120_000)

  test('the server is killed with a ballot on its way; after the restart it is recorded and all are in step', async () => {
    const { chair, second } = pages
    await server.kill()
    await choose(second, 'Tán thành')
    await ballot(second, 'waiting')
    await server.start()
    await ballot(second, 'recorded')
    for (const page of Object.values(pages)) await inStep(page)
    await choose(chair, 'Tán thành')
    await ballot(chair, 'recorded')
    await chair.locator('#vote').getByText('3/3').first().waitFor()
    await chair.locator('#vote').getByRole('button', { name: 'Kết thúc biểu quyết' }).click()
    for (const page of Object.values(pages))
      await page.locator('#vote').getByText('Thông qua', { exact: true }).waitFor()
    const counts = await second.locator('#vote .bars strong').allInnerTexts()
    expect(counts).toEqual(['2/3', '1/3', '0/3'])
    for (const page of Object.values(pages)) expect(await stayed(page)).toBe(true)
  }, 150_000)

  test('nothing left the origin, no policy was violated, no page broke', () => {
    expect(cast.offences).toEqual({ offOrigin: [], policy: [], broken: [] })
  })
})
