import type { Indication, Problem } from './report.ts'

/** What a finding does to the indication of its signature. */
interface Effect {
  indication: Exclude<Indication, 'TOTAL-PASSED'>
  sub: string
}

const failed = (sub: string): Effect => ({ indication: 'TOTAL-FAILED', sub })
const open = (sub: string): Effect => ({ indication: 'INDETERMINATE', sub })

/** Findings that decide, in the terms of EN 319 102-1; the order is their weight. Findings not listed are remarks. */
const EFFECTS: Record<string, Effect> = {
  signature_dictionary_missing: failed('FORMAT_FAILURE'),
  contents_malformed: failed('FORMAT_FAILURE'),
  contents_empty: failed('FORMAT_FAILURE'),
  byte_range_malformed: failed('FORMAT_FAILURE'),
  byte_range_gap: failed('FORMAT_FAILURE'),
  signature_keys_disguised: failed('FORMAT_FAILURE'),
  signature_shared: failed('FORMAT_FAILURE'),
  not_a_revision: failed('FORMAT_FAILURE'),
  duplicate_object: failed('FORMAT_FAILURE'),
  cms_malformed: failed('FORMAT_FAILURE'),
  cms_trailing_data: failed('FORMAT_FAILURE'),
  cms_content_attached: failed('FORMAT_FAILURE'),
  cms_content_type: failed('FORMAT_FAILURE'),
  cms_attribute_repeated: failed('FORMAT_FAILURE'),
  cms_attribute_missing: failed('FORMAT_FAILURE'),
  signing_certificate_differs: failed('FORMAT_FAILURE'),
  document_changed: failed('HASH_FAILURE'),
  signature_wrong: failed('SIG_CRYPTO_FAILURE'),
  hash_broken: failed('CRYPTO_CONSTRAINTS_FAILURE'),
  revoked_before_signing: failed('REVOKED'),
  signed_before_certificate: failed('NOT_YET_VALID'),
  chain_bad_signature: failed('CHAIN_CONSTRAINTS_FAILURE'),
  duplicate_key: open('FORMAT_FAILURE'),
  subfilter_unknown: open('FORMAT_FAILURE'),
  algorithm_unknown: open('SIG_CONSTRAINTS_FAILURE'),
  signer_certificate_missing: open('NO_SIGNING_CERTIFICATE_FOUND'),
  signing_certificate_missing: open('SIG_CONSTRAINTS_FAILURE'),
  hash_weak: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
  key_weak: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
  timestamp_elsewhere: failed('HASH_FAILURE'),
  key_usage: open('SIG_CONSTRAINTS_FAILURE'),
  chain_missing: open('NO_CERTIFICATE_CHAIN_FOUND'),
  root_not_for_purpose: open('NO_CERTIFICATE_CHAIN_FOUND'),
  chain_constraints: open('CHAIN_CONSTRAINTS_FAILURE'),
  revoked: open('REVOKED_NO_POE'),
  revoked_ca: open('REVOKED_CA_NO_POE'),
  timestamp_order: open('TIMESTAMP_ORDER_FAILURE'),
  certificate_not_yet_valid: open('OUT_OF_BOUNDS_NOT_REVOKED'),
  certificate_expired: open('OUT_OF_BOUNDS_NO_POE'),
  revocation_stale: open('TRY_LATER'),
  revocation_unknown: open('TRY_LATER'),
}

/** The indication that a signature's findings come to; without a deciding one it has passed. */
export function judge(problems: Problem[]): { indication: Indication; subIndication: string | null } {
  const found = new Set(problems.map((problem) => problem.code))
  for (const [code, effect] of Object.entries(EFFECTS))
    if (found.has(code)) return { indication: effect.indication, subIndication: effect.sub }
  return { indication: 'TOTAL-PASSED', subIndication: null }
}
