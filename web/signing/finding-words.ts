import type { InferResponseType } from 'hono/client'
import type { api } from '../kernel/api.ts'
import { verificationTexts as t } from '../kernel/messages/verification.ts'
import type { IconName } from '../parts/icons.ts'
import type { Tone } from '../parts/tone.ts'

type Verification = (typeof api.documents)[':id']['verification']['$get']
/** What the verifier found in a file, in words; the same shape for arrivals, documents and files that anybody drops. */
export type Finding = NonNullable<InferResponseType<Verification>['found']>
/** One signature of a finding. */
export type SignatureInFinding = Finding['signatures'][number]

const looks: Record<Finding['overall'], { tone: Tone; icon?: IconName }> = {
  valid: { tone: 'ok', icon: 'seal' },
  invalid: { tone: 'danger' },
  unreadable: { tone: 'danger' },
  indeterminate: { tone: 'warn' },
  unsigned: { tone: 'warn' },
}

/** Colour and icon of the verdict on a whole file. */
export function findingLook({ overall }: Pick<Finding, 'overall'>): { tone: Tone; icon?: IconName } {
  return looks[overall]
}

/** What kind of signature it is, in words. */
export function signatureKind(kind: SignatureInFinding['kind']): string {
  return t[`kind_${kind}`]
}

/** The colour of one signature's result. */
export function indicationTone(indication: SignatureInFinding['indication']): Tone {
  if (indication === 'TOTAL-PASSED') return 'ok'
  return indication === 'TOTAL-FAILED' ? 'danger' : 'warn'
}

/** How loud a change after signing is: permitted ones are quiet, added content is to be looked at, the rest is fatal. */
export function changesTone(changes: SignatureInFinding['changesAfter']): Tone {
  if (changes === 'forbidden') return 'danger'
  return changes === 'added' ? 'warn' : 'ok'
}
