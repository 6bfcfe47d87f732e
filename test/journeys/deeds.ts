import type { Page } from 'playwright-core'

// What people do with their hands, named once for the story.

/** Goes from anywhere into the nearest meeting's room. */
export async function enterRoom(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Phòng họp' }).first().click()
  await page
    .getByRole('link', { name: /Vào phòng họp|Mở|Xem tài liệu/ })
    .first()
    .click()
  await page.getByRole('navigation', { name: 'Phòng họp' }).waitFor()
}

/** Says that one is in the room. */
export async function checkIn(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /Có mặt tại phòng|Điểm danh/ })
    .first()
    .click()
}

/** Casts a ballot and waits until the server says that it is recorded. */
export async function vote(page: Page, choice: string): Promise<void> {
  await page.getByRole('radio', { name: choice, exact: true }).click()
  await page.getByRole('button', { name: `Xác nhận: ${choice}` }).click()
  await page.getByText(`Đã ghi nhận: ${choice}`).waitFor()
}

/** Opens the first paper of a desk that carries these words. */
export async function openFirst(page: Page, place: string, words: string): Promise<void> {
  await page.getByRole('link', { name: place }).first().click()
  await page.getByRole('option').filter({ hasText: words }).first().click()
}

/** Picks the first entry of a plain list that has these words. */
export async function pick(page: Page, field: string, words: string): Promise<void> {
  const list = page.getByRole('combobox', { name: field })
  const option = list.locator('option').filter({ hasText: words }).first()
  await list.selectOption((await option.getAttribute('value')) ?? '')
}

/** Finds somebody by typing and takes the first that fits. */
export async function choose(page: Page, field: string, typed: string, who: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: field }).fill(typed)
  await page.getByRole('listbox').getByRole('option').filter({ hasText: who }).first().click()
}
