import { expect, test } from 'vitest'
import { OneByOne } from '../../../web/meetings/one-by-one.svelte.ts'

test('what is pressed amid another act waits for it, and is not lost; one that fails fails alone', async () => {
  const acts = new OneByOne()
  const order: string[] = []
  let release = () => {}
  const first = acts.run(async () => {
    await new Promise<void>((resume) => (release = resume))
    order.push('first')
    throw new Error('refused')
  })
  const second = acts.run(() => Promise.resolve(order.push('second')))
  await Promise.resolve()
  expect([order, acts.busy]).toEqual([[], true])
  release()
  await expect(first).rejects.toThrow('refused')
  expect(await second).toBe(2)
  expect([order, acts.busy]).toEqual([['first', 'second'], false])
})
