import { createHash } from 'node:crypto'
import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import { checkSigner } from '../cms/check-signer.ts'
import { parseCms, type CmsSignedData } from '../cms/parse-cms.ts'
import type { Hash } from '../cms/signature-scheme.ts'
import { parseCertificate, type Certificate } from '../x509/certificate.ts'
import { allowsUsage, extendedUsages, KEY_USAGE } from '../x509/extensions.ts'
import type { Problem } from '../verify/report.ts'
import { timestampInfo, type TimestampInfo } from './timestamp-info.ts'

/** What a time-stamp token turned out to be. Trust in its signer, and revocation, are not asked here. */
export interface TokenResult {
  /** Findings in the words of the verification report; none for a sound token. */
  problems: Problem[]
  /** What the token states; null when it cannot be read. */
  info: TimestampInfo | null
  cms: CmsSignedData | null
  /** The time-stamp authority's certificate. */
  signer: Certificate | null
  /** All certificates that the token carries. */
  certificates: Certificate[]
  /** The imprint is of the given bytes, and digest and signature value are right. */
  intact: boolean
}

/**
 * Judges a time-stamp token (RFC 3161 2.4.2) by itself: imprint over the bytes that `digest` hashes, one signer who
 * states the own certificate (ESS signing-certificate v1 or v2), a certificate for time-stamping and nothing else,
 * a right signature value. `pool` lends certificates that the token does not carry. Never throws for what the bytes
 * hold. Zeros may follow the token, as the padding of `/Contents` does.
 */
export function checkToken(
  token: Uint8Array,
  digest: (hash: Hash) => Uint8Array,
  pool: Certificate[] = [],
): TokenResult {
  const result: TokenResult = {
    problems: [],
    info: null,
    cms: null,
    signer: null,
    certificates: [],
    intact: false,
  }
  try {
    judge(result, token, { digest, pool })
  } catch (error) {
    if (!(error instanceof DerProblem)) throw error
    result.intact = false
    result.problems.push({ code: 'cms_malformed', detail: error.message })
  }
  return result
}

type Over = { digest: (hash: Hash) => Uint8Array; pool: Certificate[] }

function judge(result: TokenResult, token: Uint8Array, { digest, pool }: Over): void {
  const cms = (result.cms = parseCms(token))
  if (token.subarray(cms.size_bytes).some((byte) => byte !== 0))
    result.problems.push({ code: 'cms_trailing_data', detail: 'something other than zeros follows the time-stamp' })
  result.info = timestampInfo(cms)
  result.certificates = cms.certificates.map(parseCertificate)
  const imprint = imprintProblems(result.info, digest)
  const content = cms.encapsulated!
  const signer = checkSigner(cms, [...result.certificates, ...pool], {
    digest: (hash) => createHash(hash).update(content).digest(),
    mustStateCertificate: true,
  })
  result.signer = signer.certificate
  result.intact = signer.intact && imprint.length === 0
  result.problems.push(...imprint, ...weakness(result.info), ...signer.problems)
  if (signer.certificate) result.problems.push(...purposeProblems(signer.certificate))
}

function imprintProblems({ imprintHash, imprint }: TimestampInfo, digest: Over['digest']): Problem[] {
  if (imprintHash && imprint.equals(digest(imprintHash))) return []
  return [{ code: 'document_changed', detail: 'the time-stamp is over other bytes' }]
}

function weakness({ imprintHash }: TimestampInfo): Problem[] {
  if (imprintHash === 'md5') return [{ code: 'hash_broken', detail: 'the time-stamp rests on MD5' }]
  return imprintHash === 'sha1' ? [{ code: 'hash_weak', detail: 'the time-stamp rests on SHA-1' }] : []
}

/** A time-stamping certificate is for nothing else, and says so critically (RFC 3161 2.3). */
function purposeProblems(signer: Certificate): Problem[] {
  const usages = extendedUsages(signer)
  const critical = signer.extensions.get(OID.extendedKeyUsage)?.critical ?? false
  const only = critical && usages?.length === 1 && usages[0] === OID.timeStamping
  const signs = allowsUsage(signer, KEY_USAGE.digitalSignature) || allowsUsage(signer, KEY_USAGE.nonRepudiation)
  return only && signs ? [] : [{ code: 'key_usage', detail: 'the certificate is not for time-stamping' }]
}
