import { weighFilling } from './weigh-filling.ts'
import type { Change } from './compare/comparison.ts'
import { gravest, type ChangesAfter, type Problem } from './report.ts'
import { isSound, type Scales, type SignedPart, type Weighed } from './scales.ts'

export interface Judgement {
  level: ChangesAfter
  problems: Problem[]
}

/** So many findings about one signature say enough. */
const MAX_TOLD = 100

/** What came after a signature, weighed with what it allowed and with the signatures that came with it. */
export function judgeChanges(changes: Change[], scales: Scales): Judgement {
  const judged = changes.map((change) => ({ change, ...weigh(change, scales) }))
  const problems = judged
    .filter(({ level, note }) => level === 'added' || level === 'forbidden' || typeof note === 'string')
    .slice(0, MAX_TOLD)
    .map(({ change, note }) => ({ code: note ?? change.code, detail: change.detail }))
  return { level: gravest(judged.map(({ level }) => level)), problems }
}

function weigh(change: Change, scales: Scales): Weighed {
  const weighed = weighByItself(change, scales)
  const { level } = weighed
  const { permissions } = scales
  if (level === 'lta' || level === 'forbidden' || level === 'none') return weighed
  const locked = change.field !== undefined && permissions.locks(change.field)
  if (locked || permissions.certified === 1) return { level: 'forbidden' }
  return level === 'added' && permissions.certified === 2 && !weighed.final ? { level: 'forbidden' } : weighed
}

function weighByItself(change: Change, scales: Scales): Weighed {
  if (change.code === 'signature_field_added' || change.code === 'invisible_signature_added')
    return weighNewSignature(change, scales)
  if (change.code === 'field_signed') return weighSigning(change, scales)
  if (change.code === 'metadata_rewritten') return { level: change.level, note: change.code }
  return weighFilling(change, scales)
}

/** The signature in the field of a change, where it is sound and covers the revision that brought the change. */
function soundSignature({ ref, revision = 0 }: Change, { byField }: Scales): SignedPart | null {
  const signed = ref === undefined ? undefined : byField.get(ref)
  const covers = signed !== undefined && signed.index !== null && signed.index >= revision
  return covers && isSound(signed) ? signed : null
}

/**
 * A signature whose field nobody prepared. A document time-stamp never counts. After an approval a sound one is
 * permitted, when it is no more than a signing program makes. After a certification it must be trusted as well (the way
 * of government signing tools, which certify and add the next field later), and the profile must know that way.
 * Anything else is content somebody added.
 */
function weighNewSignature(change: Change, scales: Scales): Weighed {
  const signed = soundSignature(change, scales)
  if (!signed || !change.modest) return { level: 'added' }
  const invisible = change.code === 'invisible_signature_added'
  if (signed.report.kind === 'timestamp') return { level: invisible ? 'lta' : 'added' }
  if (scales.permissions.certified === null) return { level: 'permitted', note: change.code }
  if (scales.profile === 'strict') return { level: 'added' }
  if (signed.report.indication === 'TOTAL-PASSED') return { level: 'permitted', note: change.code }
  const unknown = signed.report.trusted || !scales.own.report.trusted
  return { level: 'added', final: unknown }
}

/** A prepared field that was signed. What is no sound signature is a picture that somebody put there. */
function weighSigning(change: Change, scales: Scales): Weighed {
  const signed = soundSignature(change, scales)
  if (!signed) return { level: 'added' }
  return { level: signed.report.kind === 'timestamp' ? 'lta' : 'permitted' }
}
