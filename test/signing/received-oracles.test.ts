import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bufferSource } from '#server/signing/pdf/byte-source.ts'
import { verifyPdf } from '#server/signing/verify/verify-pdf.ts'

/**
 * All received files against what two other programs found in them (`oracles.json`): pyHanko, and pdfsig of poppler. They
 * are witnesses, not judges: where this verifier says something else, the reason stands here.
 */

const folder = new URL('./data/received/', import.meta.url)

interface Oracle {
  /** `V` or `NV:why`, then whether the whole file is covered, for each signature. */
  pdfsig: string[]
  pyHanko: { field: string; intact?: boolean; modification?: keyof typeof MEANS }[]
}

const oracles = Object.entries(
  JSON.parse(readFileSync(new URL('oracles.json', folder), 'utf8')) as Record<string, Oracle>,
).map(([path, oracle]) => [path.replace('coverage-anomalies/', 'coverage-'), oracle] as const)

/** pyHanko's words for what was changed later, in ours. */
const MEANS = { NONE: 'none', LTA_UPDATES: 'lta', FORM_FILLING: 'permitted', OTHER: 'forbidden' } as const

const GAP =
  'pyHanko takes the digest over whatever the range names; here a range that is not exact gives no digest at all'
const ED448 = 'Ed448 is no algorithm that this verifier reads: undetermined, never valid'
const REUSED =
  'pyHanko minds that an object which did not change is now also referred to from elsewhere; nothing visible or signed changed'

/** Where we differ from pyHanko: file and field → what we say instead, and why. */
const DIFFERENCES: Record<string, { intact?: boolean; changesAfter?: string; why: string }> = {
  'coverage-one-byterange.pdf Sig1': { intact: false, why: GAP },
  'coverage-signature-gap-too-big.pdf Sig1': { intact: false, why: GAP },
  'coverage-weird-byterange.pdf Sig1': { intact: false, why: GAP },
  'ed448-disallowed-hash.pdf Sig1': { intact: false, why: ED448 },
  'ed448-shake256-nolen.pdf Sig1': { intact: false, why: ED448 },
  'form-update-ap-indirect-sneaky-trailer.pdf Sig1': { changesAfter: 'permitted', why: REUSED },
  'form-update-no-override-appearance-stream-ap-indirect-sneaky.pdf Sig1': { changesAfter: 'permitted', why: REUSED },
}

/** Files in which pyHanko finds no signature or stops, and what is found here. */
const UNANSWERED: Record<string, { overall: string; why: string }> = {
  'coverage-base.pdf': {
    overall: 'invalid',
    why: 'the value is all zeros: pyHanko sees no signature, here a field that claims one',
  },
  'pdf-sig-with-econtent.pdf': {
    overall: 'invalid',
    why: 'pyHanko stops at the attached content; here it is a finding',
  },
  'signed-encrypted-pubkey-with-catalog-ref.pdf': {
    overall: 'unreadable',
    why: 'encrypted for the key of one reader, which nobody here has',
  },
}

const reportOf = (name: string) =>
  verifyPdf(bufferSource(readFileSync(new URL(name, folder))), {
    roots: [],
    intermediates: [],
    at: new Date('2020-12-01T00:00:00Z'),
  })

test('every received file has its witnesses', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.pdf'))
  expect(files.sort()).toEqual(oracles.map(([name]) => name).sort())
})

describe('with pyHanko', () => {
  const answered = oracles.filter(([name]) => !(name in UNANSWERED))
  test.each(answered)('%s', (name, { pyHanko }) => {
    const found = new Map(reportOf(name).signatures.map((one) => [one.field, one]))
    expect([...found.keys()].sort()).toEqual(pyHanko.map(({ field }) => field).sort())
    for (const { field, intact, modification } of pyHanko) {
      const { why: _why, ...ours } = DIFFERENCES[`${name} ${field}`] ?? { why: '' }
      expect({ field, ...found.get(field) }).toMatchObject({
        field,
        intact,
        changesAfter: MEANS[modification!],
        ...ours,
      })
    }
  })

  test.each(Object.entries(UNANSWERED))('%s, where it gives no answer', (name, { overall }) => {
    expect(reportOf(name).overall).toBe(overall)
  })

  test('a reason is kept only where there is a difference', () => {
    const all = new Map(
      oracles.flatMap(([name, { pyHanko }]) =>
        pyHanko.map((one): [string, typeof one] => [`${name} ${one.field}`, one]),
      ),
    )
    for (const [key, { intact, changesAfter }] of Object.entries(DIFFERENCES)) {
      const said = all.get(key)!
      expect([intact ?? said.intact, changesAfter ?? MEANS[said.modification!]], key).not.toEqual([
        said.intact,
        MEANS[said.modification!],
      ])
    }
  })
})

const CHECKS_ONLY_ARITHMETIC = 'pdfsig verifies the digest of whatever range is named, and no more'
const KNOWS_NOT = 'pdfsig of this age knows neither Ed25519 nor a certificate that is named by its key identifier'
const NO_STAMPS = 'pdfsig does not verify document time-stamps'

/** How many signatures pdfsig calls valid and we call intact, where the numbers differ, and why. */
const COUNTS: Record<string, { ours: number; why: string }> = {
  'coverage-one-byterange.pdf': { ours: 0, why: CHECKS_ONLY_ARITHMETIC },
  'coverage-signature-gap-too-big.pdf': { ours: 0, why: CHECKS_ONLY_ARITHMETIC },
  'coverage-weird-byterange.pdf': { ours: 0, why: CHECKS_ONLY_ARITHMETIC },
  'extensions-direct.pdf': { ours: 2, why: KNOWS_NOT },
  'extensions-indirect.pdf': { ours: 2, why: KNOWS_NOT },
  'extensions-indirect-not-all-paths.pdf': { ours: 2, why: KNOWS_NOT },
  'extensions-update-direct.pdf': { ours: 2, why: KNOWS_NOT },
  'extensions-update-indirect.pdf': { ours: 2, why: KNOWS_NOT },
  'sig-with-ski-sid.pdf': { ours: 1, why: KNOWS_NOT },
  'pades-lta-dss-indirect-arrs-test.pdf': { ours: 2, why: NO_STAMPS },
  'pades-lta-dss-indirect-arrs-test-2.pdf': { ours: 3, why: NO_STAMPS },
}

test.each(oracles)('pdfsig: %s', (name, { pdfsig }) => {
  const valid = pdfsig.filter((verdict) => verdict.startsWith('V|')).length
  const intact = reportOf(name).signatures.filter((one) => one.intact).length
  expect(intact).toBe(COUNTS[name]?.ours ?? valid)
  if (COUNTS[name]) expect(intact).not.toBe(valid)
})
