import type { SignatureReport } from '../verify/report.ts'
import type { Bilingual } from '../verify/result-texts.ts'

/** When something was signed (ISO, or null) and how that is known. */
export interface SigningTime {
  at: string | null
  how: 'proven' | 'claimed' | 'unknown'
  text: Bilingual
}

const TIMES: Record<SigningTime['how'], Bilingual> = {
  proven: { vi: 'được dấu thời gian chứng minh', en: 'proven by a time-stamp' },
  claimed: {
    vi: 'theo máy tính của người ký; chưa có dấu thời gian chứng minh',
    en: "by the signer's own clock; no time-stamp proves it",
  },
  unknown: { vi: 'tệp không ghi thời gian ký', en: 'the file does not say when' },
}

/** The proven time before the claimed one: anybody can set a clock. */
export function signingTime({ provenTime, claimedTime }: SignatureReport): SigningTime {
  const how = provenTime !== null ? 'proven' : claimedTime !== null ? 'claimed' : 'unknown'
  return { at: provenTime ?? claimedTime, how, text: TIMES[how] }
}

/** Whether what was signed is still what is in the file. */
export function integrityText({ intact }: SignatureReport): Bilingual {
  if (intact) return { vi: 'Phần đã ký còn nguyên vẹn.', en: 'What was signed is intact.' }
  return {
    vi: 'Không chứng minh được phần đã ký còn nguyên vẹn.',
    en: 'It cannot be shown that what was signed is intact.',
  }
}

/** Findings by which a certificate did not hold when it signed, or may not have. */
const SPEAKS_AGAINST =
  /^(certificate_(revoked|suspended|not_yet_valid)|chain_(bad_signature|constraints)|.*_revoked.*)$/
const REVOCATION_OPEN = /^revocation_(unknown|missing|stale|unreachable|expired)|^revocation_.*unknown/

/**
 * Validity of the certificate when it signed, in a sentence: within its dates or not, by which time that is judged, and
 * whether its revocation is known.
 */
export function validityAtSigning(report: SignatureReport): Bilingual {
  const { certificate, problems } = report
  const time = signingTime(report)
  if (!certificate) return { vi: 'Không xác định: thiếu chứng thư số.', en: 'Unknown: the certificate is missing.' }
  const codes = problems.map(({ code }) => code)
  if (codes.some((code) => SPEAKS_AGAINST.test(code))) return INVALID
  if (time.at === null) return { vi: 'Không xác định: không rõ thời gian ký.', en: 'Unknown: no signing time.' }
  if (time.at < certificate.from || time.at > certificate.to) return OUTSIDE
  return within(
    time.how === 'proven',
    codes.some((code) => REVOCATION_OPEN.test(code)),
  )
}

const INVALID: Bilingual = { vi: 'Chứng thư số không có hiệu lực khi ký.', en: 'The certificate did not hold.' }
const OUTSIDE: Bilingual = {
  vi: 'Thời gian ký nằm ngoài thời hạn của chứng thư số.',
  en: 'The signing time lies outside the certificate’s period.',
}

function within(proven: boolean, open: boolean): Bilingual {
  const judged: Bilingual = proven
    ? { vi: 'Còn thời hạn tại thời điểm ký đã được chứng minh', en: 'Within its period at the proven time' }
    : { vi: 'Còn thời hạn tại thời điểm ký được khai', en: 'Within its period at the claimed time' }
  const revocation: Bilingual = open
    ? { vi: '; chưa kiểm tra được tình trạng thu hồi.', en: '; its revocation could not be checked.' }
    : { vi: '.', en: '.' }
  return { vi: judged.vi + revocation.vi, en: judged.en + revocation.en }
}
