import { formatDate, formatMoment } from '../kernel/format.ts'
import type { Language } from '../kernel/i18n.svelte.ts'
import { verificationTexts as t } from '../kernel/messages/verification.ts'
import type { SignatureInFinding } from './finding-words.ts'

/** One fact with its name. */
type Row = { label: string; value: string }

/** The facts about one signature that the circular wants shown, in its order; absent ones are left out or said to be absent. */
export function signatureRows(signature: SignatureInFinding, say: Language): Row[] {
  return [...certificateRows(signature), ...timeRows(signature, say), ...resultRows(signature, say)].filter(
    ({ value }) => value !== '',
  )
}

function certificateRows({ certificate }: SignatureInFinding): Row[] {
  if (!certificate) return []
  return [
    { label: t.subject, value: certificate.subject },
    { label: t.manager, value: certificate.organization ?? t.managerUnstated },
    { label: t.issuer, value: certificate.issuer },
    { label: t.serial, value: certificate.serial },
    { label: t.period, value: t.periodDates(formatDate(certificate.from), formatDate(certificate.to)) },
  ]
}

function timeRows({ claimedTime, provenTime, time }: SignatureInFinding, say: Language): Row[] {
  const claimed = claimedTime === null ? '' : formatMoment(claimedTime)
  return [
    { label: t.signedAt, value: claimed === '' || time.how === 'proven' ? claimed : `${claimed} (${time.text[say]})` },
    { label: t.provenAt, value: provenTime === null ? t.noProof : formatMoment(provenTime) },
  ]
}

function resultRows(signature: SignatureInFinding, say: Language): Row[] {
  const { indication, subIndication, algorithm, digest, level, field } = signature
  return [
    { label: t.integrity, value: signature.integrityText[say] },
    { label: t.afterSigning, value: signature.changesText[say] },
    { label: t.atSigning, value: signature.validityText[say] },
    { label: t.result, value: [indication, subIndication].filter(Boolean).join(' / ') },
    { label: t.level, value: [level, algorithm, digest].filter(Boolean).join(' · ') },
    { label: t.field, value: field },
  ]
}
