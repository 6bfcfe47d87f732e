import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { SignatureScheme } from '../cms/signature-scheme.ts'
import { parseCertificate } from '../x509/certificate.ts'
import { chainFrom } from './certificate-chain.ts'
import { readPkcs12 } from './read-pkcs12.ts'
import { schemesOf } from './schemes-of-key.ts'

export interface OpenedPkcs12 {
  key: KeyObject
  /** The key's own certificate first, then its issuers in order. */
  certificates: Buffer[]
  schemes: SignatureScheme[]
}

/**
 * Opens an encrypted PKCS#12. Throws when the password is wrong, the file is damaged, or no certificate belongs to
 * the key. Only ever called where a plain private key may be.
 */
export function openPkcs12(p12: Uint8Array, password: string): OpenedPkcs12 {
  const { keys, certificates } = readPkcs12(p12, password)
  if (!keys[0]) throw new Error('the file holds no private key')
  const key = createPrivateKey({ key: keys[0], format: 'der', type: 'pkcs8' })
  const found = certificates.map(parseCertificate)
  const half = createPublicKey(key)
  const own = found.find((certificate) => certificate.publicKey()?.equals(half))
  if (!own) throw new Error('no certificate belongs to the key')
  return { key, certificates: chainFrom(own, found).map((one) => one.der), schemes: schemesOf(key) }
}
