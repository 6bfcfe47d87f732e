import { PDFDocument } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { extendFile, type Level } from '#server/signing/long-term/extend-file.ts'
import { workbench } from '#server/signing/long-term/workbench.ts'
import type { AuthorityProblem } from '#server/signing/long-term/authorities.ts'
import { at, signed, trust } from './signing-desk.ts'
import { ASKABLE, askableSigner, days, services, stampAt, stamper, YEAR_MS } from './time-desk.ts'
import { prepareFields } from '#server/signing/prepare-fields.ts'
import { letterFields, preparedLetter } from './two-signature-desk.ts'

const base = await preparedLetter()
const years = (count: number) => new Date(at.getTime() + count * YEAR_MS)
const signer = askableSigner(days(at, -30), years(2))
const newTsa = (from: Date, to: Date) =>
  stamper({ name: `TSA ${from.getUTCFullYear()}`, from, to, extensions: [ASKABLE] })
const tsa = newTsa(days(at, -30), years(3))
const plain = signed(base, signer, { field: 'leader_signature' })
const timed = signed(base, signer, { field: 'leader_signature' }, stampAt(tsa, at))

type Down = Set<AuthorityProblem['service']>
async function extended(
  file: Buffer,
  target: Level,
  { now = at, down = new Set() as Down, renew = false, who = tsa } = {},
) {
  const authorities = services({ at: () => now, tsa: () => who, down })
  const bench = workbench(file, { ...trust, at: now })
  const result = await extendFile(bench, { target, authorities, renew })
  return { ...result, file: Buffer.concat([file, bench.tail()]), asked: authorities.asked }
}

describe('a file is brought to a level', () => {
  const steps: [string, Buffer, Level][] = [
    ['B-T without a time-stamp in the signature', plain, 'B-T'],
    ['B-LT without a time-stamp in the signature', plain, 'B-LT'],
    ['B-LT', timed, 'B-LT'],
    ['B-LTA', timed, 'B-LTA'],
    ['B-LTA without a time-stamp in the signature', plain, 'B-LTA'],
  ]
  test.each(steps)('%s', async (_, file, target) => {
    const { level, problem, report, file: grown } = await extended(file, target)
    expect({ level, problem, overall: report.overall }).toEqual({ level: target, problem: null, overall: 'valid' })
    expect(grown.subarray(0, file.length)).toEqual(file)
    expect(report.signatures[0]).toMatchObject({ changesAfter: 'lta' })
  })

  test('asks for nothing when it is there already', async () => {
    const { file } = await extended(timed, 'B-LTA')
    const again = await extended(file, 'B-LT', { now: days(at, 1) })
    expect(again.file.length).toBe(file.length)
    expect(again.asked).not.toContain('timestamp')
  })

  test('an unsigned file is left alone', async () => {
    const { level, problem, file } = await extended(base, 'B-LTA')
    expect({ level, problem, grown: file.length - base.length }).toEqual({ level: null, problem: null, grown: 0 })
  })
})

test('a page whose box has many decimals is written again as it was: nothing but long-term data was added', async () => {
  const document = await PDFDocument.create()
  document.addPage([595.2755905511812, 841.8897637795277])
  const unsigned = Buffer.from(await document.save({ useObjectStreams: false }))
  const letter = Buffer.concat([unsigned, prepareFields(unsigned, letterFields)])
  const { level, report } = await extended(signed(letter, signer, { field: 'leader_signature' }), 'B-LTA')
  expect(level).toBe('B-LTA')
  expect(report).toMatchObject({ overall: 'valid', signatures: [{ changesAfter: 'lta' }, {}, {}] })
})

describe('a service that fails', () => {
  test('leaves the signature as it is and names itself', async () => {
    const { level, problem, file } = await extended(plain, 'B-LTA', { down: new Set(['timestamp', 'revocation']) })
    expect({ level, grown: file.length - plain.length }).toEqual({ level: 'B-B', grown: 0 })
    expect(problem).toMatchObject({ service: 'revocation' })
  })

  test('leaves what was reached, and the next try goes on from there', async () => {
    const first = await extended(timed, 'B-LTA', { down: new Set(['timestamp']) })
    expect(first).toMatchObject({ level: 'B-LT', problem: { service: 'timestamp' } })
    const second = await extended(first.file, 'B-LTA', { now: days(at, 1) })
    expect(second).toMatchObject({ level: 'B-LTA', problem: null })
    expect(second.file.subarray(0, first.file.length)).toEqual(first.file)
  })

  test('that answers about a revoked certificate is no way up', async () => {
    const stranger = stamper({ name: 'X', from: at, to: years(1), critical: false })
    const { level, problem } = await extended(plain, 'B-T', { who: stranger })
    expect(level).toBe('B-B')
    expect(problem?.message).toContain('not enough')
  })
})

test('renewed before each authority ends, a file is valid over ten years and more', async () => {
  let who = tsa
  let { file, stampEndsAt } = await extended(timed, 'B-LTA')
  for (let now = at; now < years(11); now = days(now, 200)) {
    if (stampEndsAt! > days(now, 250)) continue
    who = newTsa(days(now, -1), new Date(now.getTime() + 3 * YEAR_MS))
    const renewed = await extended(file, 'B-LTA', { now, who, renew: true })
    expect({ level: renewed.level, problem: renewed.problem }).toEqual({ level: 'B-LTA', problem: null })
    expect(renewed.report.overall).toBe('valid')
    ;({ file, stampEndsAt } = renewed)
  }
  expect(stampEndsAt! > years(11)).toBe(true)
  const late = await extended(file, 'B-LTA', { now: years(11) })
  expect(late.report.overall).toBe('valid')
  expect(late.report.signatures[0]).toMatchObject({ provenTime: at.toISOString(), level: 'B-LTA' })
})
