import type { SignatureScheme } from '../cms/signature-scheme.ts'

/**
 * Something that keeps one private key and signs with it: an encrypted PKCS#12, a token, a remote service, an agent
 * in the browser.
 *
 * Contract, the same for all:
 * - `sign` gives one signature a `tbs`, in order, or throws and gives none. Signing the same bytes twice is allowed
 *   and, with PSS or ECDSA, gives two different signatures.
 * - It signs exactly the bytes given, hashed as `scheme` says; it never looks into them.
 * - A wrong PIN, password or one-time code is the refusal `key_unusable`, when the holder is opened or when it is first asked
 *   to sign, and signs nothing. A key that is taken away in the middle, and one that was closed, is the refusal `key_gone`.
 * - The private key never leaves the holder and is gone from memory after `close`. `close` may be called twice.
 * - Nothing is retried inside: a retry could cost a PIN attempt.
 */
export interface KeyHolder {
  /** The signer's certificate first, then the issuers it knows; DER. */
  readonly certificates: readonly Uint8Array[]
  /** Schemes the key can sign with, the preferred one first. */
  readonly schemes: readonly SignatureScheme[]
  sign(tbs: readonly Uint8Array[], scheme: SignatureScheme): Promise<Uint8Array[]>
  close(): Promise<void>
}
