import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  CHANGES_TEXTS,
  FINDING_TEXTS,
  INDICATION_TEXTS,
  openFileSource,
  OVERALL_TEXTS,
  readCertificates,
  verifyPdf,
  type Certificate,
  type Overall,
  type SignatureReport,
  type TrustContext,
  type VerificationReport,
} from '#server/signing/verifier.ts'

const usage = `Usage: ecabinet verify [--trust FILE.pem]… [--at ISO-TIME] [--offline] [--lang vi|en] [--json | --jsonl] FILE…

Checks every signature of PDF files. Without a trusted root a sound file is "indeterminate", never "valid".

  --trust FILE   PEM or DER file of trusted root certificates; may be given several times
  --at TIME      judge certificates at this instant instead of now
  --offline      use no network (nothing else is built in yet)
  --lang         language of the words, vi unless told
  --json         one JSON array; --jsonl one JSON object a line and file

Exit status of one file: 0 valid, 1 invalid, 2 indeterminate, 3 unsigned, 4 unreadable, 64 usage. Of several: the gravest.`

const STATUS: Record<Overall, number> = { valid: 0, invalid: 1, indeterminate: 2, unsigned: 3, unreadable: 4 }
/** From harmless to grave, for the status of several files. */
const GRAVITY: Overall[] = ['valid', 'unsigned', 'indeterminate', 'unreadable', 'invalid']

type Lang = 'vi' | 'en'
type Checked = { file: string; report: VerificationReport }

/** `ecabinet verify`. Answers the exit status. */
export async function verifyCommand(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (typeof options === 'number') return options
  const checked: Checked[] = []
  for (const file of options.files) {
    const report = checkFile(file, options.trust)
    checked.push({ file, report })
    if (options.form === 'jsonl') console.log(JSON.stringify(contract(file, report)))
    if (options.form === 'words') console.log(inWords(file, report, options.lang))
  }
  if (options.form === 'json') console.log(JSON.stringify(checked.map(({ file, report }) => contract(file, report))))
  return STATUS[gravestOf(checked.map(({ report }) => report.overall))]
}

function gravestOf(overalls: Overall[]): Overall {
  return overalls.reduce((worst, one) => (GRAVITY.indexOf(one) > GRAVITY.indexOf(worst) ? one : worst), 'valid')
}

type Options = { files: string[]; trust: TrustContext; lang: Lang; form: 'words' | 'json' | 'jsonl' }

function readOptions(args: string[]): Options | number {
  try {
    const { values, positionals: files } = parse(args)
    if (values.help) {
      console.log(usage)
      return 0
    }
    const at = values.at === undefined ? new Date() : new Date(values.at)
    if (files.length === 0 || Number.isNaN(at.getTime())) throw new Error('a file is missing or --at is no time')
    const roots = (values.trust ?? []).flatMap((file): Certificate[] => readCertificates(readFileSync(file)))
    const form = values.jsonl ? 'jsonl' : values.json ? 'json' : 'words'
    return { files, trust: { roots, intermediates: [], at }, lang: values.lang === 'en' ? 'en' : 'vi', form }
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    return 64
  }
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      trust: { type: 'string', multiple: true },
      at: { type: 'string' },
      offline: { type: 'boolean' },
      lang: { type: 'string' },
      json: { type: 'boolean' },
      jsonl: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
}

/** Any failure, even of the checker itself, is a verdict on this file and never ends the run. */
function checkFile(file: string, trust: TrustContext): VerificationReport {
  const unreadable = (code: string, detail: string): VerificationReport => ({
    overall: 'unreadable',
    at: trust.at.toISOString(),
    signatures: [],
    problems: [{ code, detail }],
  })
  try {
    const source = openFileSource(file)
    try {
      const report = verifyPdf(source, trust)
      return source.isUnchanged() ? report : unreadable('file_changing', 'the file was written to while it was read')
    } finally {
      source.close()
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return unreadable(code === undefined ? 'broken_structure' : 'file_unreadable', message)
  }
}

/** The stable JSON shape; findings of a signature join the list of problems with the field's name. */
function contract(file: string, report: VerificationReport) {
  const signatures = report.signatures.map(({ certificate: _facts, problems: _found, ...stable }) => stable)
  const found = report.signatures.flatMap(({ field, problems }) =>
    problems.map(({ code, detail }) => ({ code, detail: `${field}: ${detail}` })),
  )
  return { file, overall: report.overall, signatures, problems: [...report.problems, ...found] }
}

function inWords(file: string, report: VerificationReport, lang: Lang): string {
  const lines = [`${file}: ${OVERALL_TEXTS[report.overall][lang]}`]
  for (const signature of report.signatures) lines.push(...signatureLines(signature, lang))
  for (const { code, detail } of report.problems) lines.push(`  ! ${FINDING_TEXTS[code]?.[lang] ?? code} (${detail})`)
  return lines.join('\n')
}

function signatureLines(signature: SignatureReport, lang: Lang): string[] {
  const { certificate } = signature
  const verdict = [signature.indication, signature.subIndication].filter(Boolean).join(' / ')
  const lines = [`  ${signature.field}: ${INDICATION_TEXTS[signature.indication][lang]} (${verdict})`]
  if (certificate) lines.push(`    ${certificate.subject} ← ${certificate.issuer}`)
  if (signature.claimedTime)
    lines.push(`    ${signature.claimedTime}, ${signature.algorithm ?? '?'} ${signature.digest ?? ''}`)
  lines.push(`    ${CHANGES_TEXTS[signature.changesAfter][lang]}`)
  for (const { code, detail } of signature.problems)
    lines.push(`    - ${FINDING_TEXTS[code]?.[lang] ?? code} (${detail})`)
  return lines
}
