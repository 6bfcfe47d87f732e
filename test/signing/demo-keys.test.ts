import { expect, test } from 'vitest'
import { keyStores, signatureImages } from '#db/signing/schema.ts'
import { seedKeys } from '#db/seed/demo-keys.ts'
import { seedProvince } from '#db/seed/province.ts'
import { openTestHouse } from '#test/support/house.ts'

const { house } = await openTestHouse({ world: false, env: { DEMO: 'true' } })

test('the demo gets its keys, seals and pictures once, and quickly', async () => {
  await seedProvince(house)
  const began_ms = performance.now()
  expect(await seedKeys(house)).toBe(true)
  const took_ms = performance.now() - began_ms
  expect(await seedKeys(house)).toBe(false)
  const stores = await house.db.select().from(keyStores)
  const images = await house.db.select().from(signatureImages)
  expect(images).toHaveLength(stores.length)
  expect(images.filter(({ holder }) => holder === 'agency').length).toBeGreaterThanOrEqual(5)
  expect(took_ms).toBeLessThan(10_000)
})
