import { globSync, readFileSync, writeFileSync, chmodSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeDemoAuthority } from '#server/signing/demo-pki.ts'
import { openArchiveDesk } from './archive-desk.ts'
import { at } from './signing-desk.ts'
import { days, stamper } from './time-desk.ts'

const desk = await openArchiveDesk()
const { house, clock } = desk

test('a time-stamp of an authority that nobody trusts is left out, and looked at again in a day', async () => {
  const trusted = desk.answers.tsa
  const sha256 = await desk.deliver(await desk.letter())
  const foreign = makeDemoAuthority(at)
  const wish = { name: 'TSA lạ', from: days(at, -9), to: days(at, 900), issuer: foreign.issuer }
  const { certificate, key } = stamper(wish)
  desk.answers.tsa = { certificate, key, chain: [certificate, foreign.sub] }
  await desk.work()
  const copy = await desk.copyOf(sha256)
  expect(copy).toMatchObject({ state: 'waiting', level: 'B-LT', problemService: 'timestamp' })
  expect(desk.judged(await desk.fileOf(sha256))).toMatchObject({ overall: 'valid', signatures: [{ level: 'B-LT' }] })
  desk.answers.tsa = trusted
  clock.advance({ days: 1 })
  await desk.work()
  expect(await desk.copyOf(sha256)).toMatchObject({ state: 'reached', level: 'B-LTA' })
}, 60_000)

test('kept bytes that are no longer what their name says get no copy, and that is said', async () => {
  const sha256 = await desk.deliver(await desk.letter())
  const [path] = globSync(`${house.config.dataDir}/blobs/**/*${sha256.slice(4)}*`)
  const bytes = readFileSync(path!)
  chmodSync(path!, 0o600)
  // One byte behind the end, as a bad disk or a hand might leave it.
  writeFileSync(path!, Buffer.concat([bytes, Buffer.from('\n')]))
  await desk.work()
  const copy = await desk.copyOf(sha256)
  expect(['damaged', 'invalid', 'unreadable']).toContain(copy.state)
  expect(copy).toMatchObject({ nextTryAt: null, fileSha256: sha256 })
  expect(await desk.openJobs(copy.id)).toEqual([])
}, 60_000)
