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

const usage = `Usage: ecabinet verify [--trust FILE.pem]… [--at ISO-TIME] [--offline] [--password P] [--lang vi|en] [--json | --jsonl] FILE…

Checks every signature of PDF files, and evidence bundles (ZIP) with their manifest, file and journal. Without a trusted root a sound file is "indeterminate", never "valid".

  --trust FILE   PEM or DER file of trusted root certificates; may be given several times
  --at TIME      judge certificates at this instant instead of now
  --offline      use no network (nothing else is built in yet)
  --password P   opens encrypted files (the user's or the owner's); the empty password is tried in any case
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
    const report = await checkFile(file, options)
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

type Options = { files: string[]; trust: TrustContext; password: string; lang: Lang; form: 'words' | 'json' | 'jsonl' }

function readOptions(args: string[]): Options | number {
  try {
    const { values, positionals: files } = parse(args)
    if (values.help) {
      console.log(usage)
      return 0
    }
    if (files.length === 0) throw new Error('a file is missing')
    const { password = '', lang } = values
    return { files, trust: readTrust(values), password, lang: lang === 'en' ? 'en' : 'vi', form: readForm(values) }
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    return 64
  }
}

function readTrust({ trust = [], at }: { trust?: string[]; at?: string }): TrustContext {
  const judgedAt = at === undefined ? new Date() : new Date(at)
  if (Number.isNaN(judgedAt.getTime())) throw new Error('--at is no time')
  const roots = trust.flatMap((file): Certificate[] => readCertificates(readFileSync(file)))
  return { roots, intermediates: [], at: judgedAt }
}

function readForm({ json, jsonl }: { json?: boolean; jsonl?: boolean }): Options['form'] {
  if (json && jsonl) throw new Error('--json and --jsonl exclude each other')
  return jsonl ? 'jsonl' : json ? 'json' : 'words'
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      trust: { type: 'string', multiple: true },
      at: { type: 'string' },
      offline: { type: 'boolean' },
      password: { type: 'string' },
      lang: { type: 'string' },
      json: { type: 'boolean' },
      jsonl: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
}

/** Any failure, even of the checker itself, is a verdict on this file and never ends the run. */
async function checkFile(file: string, { trust, password }: Options): Promise<VerificationReport> {
  const unreadable = (code: string, detail: string): VerificationReport => ({
    overall: 'unreadable',
    at: trust.at.toISOString(),
    signatures: [],
    problems: [{ code, detail }],
  })
  try {
    const source = openFileSource(file)
    try {
      if (beginsAsZip(source.read(0, 4))) return await checkBundle(file, source.size, trust)
      const report = verifyPdf(source, trust, password)
      return source.isUnchanged() ? report : unreadable('file_changing', 'the file was written to while it was read')
    } finally {
      source.close()
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return unreadable(code === undefined ? 'broken_structure' : 'file_unreadable', message)
  }
}

const LARGEST_BUNDLE_BYTES = 512 * 1024 * 1024

const beginsAsZip = (start: Uint8Array) => Buffer.from(start).equals(Buffer.from('PK\u0003\u0004', 'latin1'))

/** An evidence bundle is read whole; its checker is loaded only here, as nobody else needs the journal. */
async function checkBundle(file: string, size: number, trust: TrustContext): Promise<VerificationReport> {
  const { refusedBundle, verifyBundle } = await import('#server/signing/evidence/verify-bundle.ts')
  if (size > LARGEST_BUNDLE_BYTES) return refusedBundle('bundle_too_large', trust)
  return verifyBundle(readFileSync(file), trust)
}

/** What the contract tells of a signature; a report may know more. */
const STABLE = [
  'field',
  'signer',
  'kind',
  'indication',
  'subIndication',
  'intact',
  'coversWholeFile',
  'changesAfter',
  'level',
  'claimedTime',
  'provenTime',
  'digest',
  'algorithm',
  'trusted',
] as const satisfies (keyof SignatureReport)[]

/** The stable JSON shape; findings of a signature join the list of problems with the field's name. */
function contract(file: string, report: VerificationReport) {
  const signatures = report.signatures.map((one) => Object.fromEntries(STABLE.map((key) => [key, one[key]])))
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
