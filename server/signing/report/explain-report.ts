import type { Problem, SignatureReport, VerificationReport } from '../verify/report.ts'
import {
  CHANGES_TEXTS,
  FINDING_TEXTS,
  INDICATION_TEXTS,
  OVERALL_TEXTS,
  type Bilingual,
} from '../verify/result-texts.ts'
import { CONCLUSIONS, NO_ROOTS, type ConclusionKind } from './advice-texts.ts'
import { integrityText, signingTime, validityAtSigning, type SigningTime } from './signature-facts.ts'

/** A finding with its sentence; null where this version has none for the code. */
export type ExplainedProblem = Problem & { text: Bilingual | null }

/** A signature with every sentence that TT 15/2025/TT-BKHCN wants shown. */
export type ExplainedSignature = Omit<SignatureReport, 'problems'> & {
  indicationText: Bilingual
  changesText: Bilingual
  integrityText: Bilingual
  time: SigningTime
  validityText: Bilingual
  problems: ExplainedProblem[]
}

/** A report for people: what a chairman needs first, then each signature. Times are ISO. */
export interface ExplainedReport {
  overall: VerificationReport['overall']
  kind: ConclusionKind
  at: string
  text: Bilingual
  verdict: Bilingual
  /** At most three reasons, the gravest first; none where all is well. */
  because: Bilingual[]
  advice: Bilingual
  signatures: ExplainedSignature[]
  problems: ExplainedProblem[]
}

/**
 * The finding in words, Vietnamese and English. `roots` is how many root certificates the check trusted: with none,
 * that comes before every other reason. Pure.
 * @law TT15 verification result
 */
export function explainReport(report: VerificationReport, roots: number): ExplainedReport {
  const kind = conclusionOf(report, roots)
  return {
    overall: report.overall,
    kind,
    at: report.at,
    text: OVERALL_TEXTS[report.overall],
    ...CONCLUSIONS[kind],
    because: reasonsOf(report, kind),
    signatures: report.signatures.map(explainSignature),
    problems: report.problems.slice(0, MOST_PROBLEMS).map(explainProblem),
  }
}

const CHANGED = new Set(['document_changed', 'signature_removed'])

function conclusionOf({ overall, signatures, problems }: VerificationReport, roots: number): ConclusionKind {
  const all = [...problems, ...signatures.flatMap((one) => one.problems)]
  const after = (level: SignatureReport['changesAfter']) => signatures.some((one) => one.changesAfter === level)
  if (overall === 'unreadable' && problems.some(({ code }) => code === 'encrypted')) return 'encrypted'
  if (overall === 'invalid')
    return after('forbidden') || all.some(({ code }) => CHANGED.has(code)) ? 'changed' : overall
  if (overall !== 'indeterminate') return overall
  if (roots === 0) return 'no_roots'
  return after('added') ? 'added' : overall
}

const MOST_REASONS = 3
/** A hostile file can give one fault a thousand times; nobody reads more. */
const MOST_PROBLEMS = 50

function reasonsOf(report: VerificationReport, kind: ConclusionKind): Bilingual[] {
  if (report.overall === 'valid') return []
  const open = report.signatures.filter(({ indication }) => indication !== 'TOTAL-PASSED')
  const failed = open.filter(({ indication }) => indication === 'TOTAL-FAILED')
  const signers = failed.length > 0 ? failed : open
  const changes = report.signatures.filter(
    ({ changesAfter }) => changesAfter === (kind === 'added' ? 'added' : 'forbidden'),
  )
  const found = [
    ...(kind === 'no_roots' ? [NO_ROOTS] : []),
    ...(kind === 'added' ? [CHANGES_TEXTS.added] : []),
    ...report.problems.map(sentenceOf),
    ...(report.overall === 'invalid' ? changes : []).flatMap(({ problems }) => problems.map(sentenceOf)),
    ...signers.flatMap(({ problems }) => problems.map(sentenceOf)),
  ]
  if (found.length === 0 && changes[0]) found.push(CHANGES_TEXTS[changes[0].changesAfter])
  return [...new Map(found.map((text) => [text.vi, text])).values()].slice(0, MOST_REASONS)
}

const sentenceOf = ({ code, detail }: Problem): Bilingual => FINDING_TEXTS[code] ?? { vi: detail, en: detail }

const explainProblem = (problem: Problem): ExplainedProblem => ({
  ...problem,
  text: FINDING_TEXTS[problem.code] ?? null,
})

function explainSignature(signature: SignatureReport): ExplainedSignature {
  const { indication, changesAfter, problems } = signature
  return {
    ...signature,
    indicationText: INDICATION_TEXTS[indication],
    changesText: CHANGES_TEXTS[changesAfter],
    integrityText: integrityText(signature),
    time: signingTime(signature),
    validityText: validityAtSigning(signature),
    problems: problems.slice(0, MOST_PROBLEMS).map(explainProblem),
  }
}
