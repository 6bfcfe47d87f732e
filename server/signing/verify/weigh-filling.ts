import type { Change } from './compare/comparison.ts'
import type { Scales, Weighed } from './scales.ts'

/**
 * A field that was filled. A signer who certified with filling allowed has agreed to it; where a later signature covers
 * it, that signer answers for it; else it is told that nobody does. What was shown when it was signed may change by
 * agreement only, and codes drawn in a font of the file's own need somebody who answers for what they look like.
 */
export function weighFilling(change: Change, { permissions, isAnsweredFor }: Scales): Weighed {
  const agreed = permissions.certified !== null
  const answered = isAnsweredFor(change.revision ?? 0)
  const rule = RULES[change.code]
  return rule ? rule({ agreed, answered }) : { level: change.level }
}

type Rule = (who: { agreed: boolean; answered: boolean }) => Weighed

const UNSIGNED: Weighed = { level: 'permitted', note: 'field_filled_unsigned' }
const plain: Rule = ({ agreed, answered }) => (agreed || answered ? { level: 'permitted' } : UNSIGNED)

const RULES: Record<string, Rule> = {
  field_filled: plain,
  field_redrawn: plain,
  field_refilled: ({ agreed }) => ({ level: agreed ? 'permitted' : 'added', note: 'field_refilled' }),
  field_filled_in_own_font({ agreed, answered }) {
    if (answered) return { level: 'permitted' }
    return agreed ? UNSIGNED : { level: 'added' }
  },
}
