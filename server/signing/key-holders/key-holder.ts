import type { SignatureScheme } from '../cms/signature-scheme.ts'

/**
 * Something that keeps one private key and signs with it: an encrypted PKCS#12, a token, a remote service, an agent
 * in the browser.
 *
 * Contract, the same for all:
 * - `sign` gives one signature a `tbs`, in order, or throws and gives none. Signing the same bytes twice is allowed
 *   and, with PSS or ECDSA, gives two different signatures.
 * - It signs exactly the bytes given, hashed as `scheme` says; it never looks into them.
 * - A wrong PIN or password is the refusal `key_unusable` and signs nothing; a key taken away in the middle is the
 *   refusal `key_missing`.
 * - The private key never leaves the holder and is gone from memory after `close`. `close` may be called twice;
 *   `sign` after it throws.
 * - Nothing is retried inside: a retry could cost a PIN attempt.
 */
export interface KeyHolder {
  /** The signer's certificate first, then the issuers it knows; DER. */
  readonly certificates: readonly Buffer[]
  /** Schemes the key can sign with, the preferred one first. */
  readonly schemes: readonly SignatureScheme[]
  sign(tbs: readonly Uint8Array[], scheme: SignatureScheme): Promise<Buffer[]>
  close(): Promise<void>
}
