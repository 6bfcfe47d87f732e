import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fillText, Refusal } from '#server/kernel/refusal.ts'
import { LEVELS, type Level } from '#server/signing/long-term/extend-file.ts'
import { signingRefusals } from '#server/signing/signing.refusals.ts'
import { markLine, type CopyForm, type DateSeparator, type TextMark } from '#server/signing/appearance/text-mark.ts'
import { signPdfFile, type FileSigning } from '#server/signing/sign-pdf-file.ts'
import { OutputProblem } from '#server/signing/write-appended.ts'
import { climb, readClimbing, stampOrNothing, type Climbing } from './sign-level.ts'

const usage = `Usage: ecabinet sign --p12 FILE --pin-file FILE [--field NAME] [--level B-B|B-T|B-LT|B-LTA] [--image PNG]
       [--rect page,x,y,w,h] [--mark MARK] [--date-separator C] [--tsa URL] [--trust FILE]… [--allow HOST]…
       [--password P] [--lang vi|en] IN OUT

Signs a PDF with the key of a PKCS#12 file (PAdES). OUT may be IN: it is replaced whole or not at all.

  --p12 FILE       the key with its certificate and the issuers
  --pin-file FILE  holds the PIN of the PKCS#12 file, so that no list of processes shows it; a last line end is no part of it
  --field NAME     the signature field; unless told the first empty one, or a new one where there is none
  --level LEVEL    B-B unless told; the others need --tsa and --trust
  --tsa URL        the time-stamp authority (RFC 3161)
  --trust FILE     PEM or DER of the roots of signer and authority: a level counts only when it verifies
  --allow HOST     a host whose OCSP answers or revocation lists may be fetched; nobody else is asked, save the authority
  --image PNG      what the field shows; a new field then needs --rect
  --rect P,X,Y,W,H where a new field stands: page from 1, left, bottom, width, height in points; without it nothing is shown
  --mark MARK      text in place of an image, top right of page 1 unless told: annex:664/UBND-TH on an annex in a file of its own,
                   sao_y:AGENCY, sao_luc:AGENCY or trich_sao:AGENCY on an electronic copy; the time of signing follows by itself
  --date-separator what stands between day, month and year of a mark: / unless told, or - or .
  --password P     opens an encrypted PDF; the empty password is tried in any case
  --lang           language of the words, vi unless told

Exit status: 0 signed, 1 this file or field may not be signed, 2 the key cannot be used (PIN, PKCS#12, certificate), 4 the PDF cannot
be read (damaged, encrypted, wrong password), 5 signed, but short of the level, 64 usage, 73 OUT cannot be written.`

type Lang = 'vi' | 'en'
type Options = FileSigning & {
  climbing: Climbing | null
  lang: Lang
  textMark: TextMark | null
  separator: DateSeparator
}

const STATUS: Record<string, number> = {
  key_unusable: 2,
  key_missing: 2,
  certificate_not_usable: 2,
  pdf_unreadable: 4,
  pdf_encrypted: 4,
  pdf_wrong_password: 4,
}

/** `ecabinet sign`. Answers the exit status. */
export async function signCommand(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (typeof options === 'number') return options
  try {
    const at = new Date()
    const mark = options.textMark ? { mark: markLine(options.textMark, at, options.separator) } : {}
    const { climbing, output, lang } = options
    const stamp = climbing ? { stamp: (value: Uint8Array) => stampOrNothing(climbing, value) } : {}
    const { field, signer } = await signPdfFile({ ...options, ...mark, ...stamp }, at)
    console.log(`${output}: ${field}, ${signer}`)
    return climbing ? await climb(output, { ...climbing, ...passwordOf(options) }, lang) : 0
  } catch (error) {
    return failure(error, options)
  }
}

const passwordOf = ({ password }: Options) => (password === undefined ? {} : { password })

function failure(error: unknown, { lang, output }: Options): number {
  if (error instanceof OutputProblem) {
    console.error(`${output}: ${error.message}`)
    return 73
  }
  if (!(error instanceof Refusal)) throw error
  const text = (signingRefusals as Record<string, { vi: string; en: string }>)[error.reason]
  console.error(`${error.reason}: ${fillText(text?.[lang] ?? error.message, error.data)}`)
  return STATUS[error.reason] ?? 1
}

function readOptions(args: string[]): Options | number {
  try {
    const { values, positionals } = parse(args)
    if (values.help) {
      console.log(usage)
      return 0
    }
    if (values.image !== undefined && values.mark !== undefined)
      throw new Error('--image and --mark exclude each other')
    const files = readFiles(positionals, values)
    const marking = { textMark: readMark(values.mark), separator: readSeparator(values['date-separator']) }
    const lang = values.lang === 'en' ? 'en' : 'vi'
    return { ...files, ...readLook(values), ...marking, lang, climbing: readClimbing(readLevel(values.level), values) }
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    return 64
  }
}

type Values = ReturnType<typeof parse>['values']

function readFiles([input, output, ...more]: string[], { p12, 'pin-file': pinFile }: Values) {
  if (!input || !output || more.length > 0) throw new Error('IN and OUT are needed')
  if (!p12 || !pinFile) throw new Error('--p12 and --pin-file are needed')
  return { input, output, p12: readFileSync(p12), pin: readFileSync(pinFile, 'utf8').replace(/\r?\n$/, '') }
}

function readLook({ field, image, rect, password }: Values): Partial<FileSigning> {
  return {
    ...(field === undefined ? {} : { field }),
    ...(image === undefined ? {} : { picture: readFileSync(image) }),
    ...(rect === undefined ? {} : { place: readPlace(rect) }),
    ...(password === undefined ? {} : { password }),
  }
}

const LONGEST_MARK = 200

function readMark(text: string | undefined): TextMark | null {
  if (text === undefined) return null
  const [, kind, words] = /^(annex|sao_y|sao_luc|trich_sao):([^\p{C}]+)$/u.exec(text.normalize('NFC').trim()) ?? []
  if (!kind || !words || words.length > LONGEST_MARK)
    throw new Error('--mark is annex:NUMBER/SYMBOL, or sao_y:AGENCY, sao_luc:AGENCY, trich_sao:AGENCY')
  if (kind === 'annex') return { kind, code: words.trim() }
  return { kind: 'copy', form: kind as CopyForm, agency: words.trim() }
}

function readSeparator(text = '/'): DateSeparator {
  if (text === '/' || text === '-' || text === '.') return text
  throw new Error('--date-separator is / or - or .')
}

function readPlace(text: string): NonNullable<FileSigning['place']> {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  const [page, x, y, width, height] = numbers as [number, number, number, number, number]
  const sane = numbers.length === 5 && numbers.every((one) => Number.isFinite(one) && Math.abs(one) < 15_000)
  if (!sane || !Number.isInteger(page) || page < 1 || width <= 0 || height <= 0)
    throw new Error('--rect is page,x,y,w,h: a page from 1 and four numbers, width and height above 0')
  return { page, rect: [x, y, x + width, y + height] }
}

function readLevel(text = 'B-B'): Level {
  const level = LEVELS.find((one) => one === text)
  if (!level) throw new Error(`--level is one of ${LEVELS.join(', ')}`)
  return level
}

function parse(args: string[]) {
  const text = { type: 'string' } as const
  const options = {
    p12: text,
    'pin-file': text,
    field: text,
    level: text,
    image: text,
    rect: text,
    mark: text,
    'date-separator': text,
    password: text,
    lang: text,
    tsa: text,
    trust: { ...text, multiple: true },
    allow: { ...text, multiple: true },
  } as const
  return parseArgs({ args, allowPositionals: true, options: { ...options, help: { type: 'boolean' } } })
}
