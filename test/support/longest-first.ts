import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that take longest, measured, longest first. A run has as many workers as processors, and one that gets a long file
 * last works on alone; in a fresh clone vitest knows no times and would go by size. A name that is no longer there costs nothing.
 */
const longest = [
  'web/looks',
  'web/behaviour',
  'journeys/province',
  'attacks/bad-bodies',
  'web/meetings/room-outages',
  'documents/sign-and-seal',
  'bench/bench',
  'faults/kill-during-vote',
  'architecture/permissions',
  'attacks/bad-addresses',
  'files/inspect-file',
  'attacks/pin',
  'attacks/leaks',
  'faults/kill-during-seal',
  'faults/kill-during-delivery',
  'db/embedded',
  'attacks/bad-input',
  'documents/arrivals-permissions',
  'documents/own-file',
  'documents/compose/prepare-upload',
  'files/run-confined',
]

/** Vitest's own order, save that the longest files come first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files)
    return usual.toSorted((one, other) => rank(one) - rank(other))
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
  return at === -1 ? longest.length : at
}
