import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { SignatureScheme } from '../cms/signature-scheme.ts'
import { parseCertificate, type Certificate } from '../x509/certificate.ts'
import { sameName } from '../x509/distinguished-name.ts'
import { readPkcs12 } from './read-pkcs12.ts'

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

function chainFrom(own: Certificate, pool: Certificate[]): Certificate[] {
  const chain = [own]
  for (;;) {
    const last = chain.at(-1)!
    const issuer = pool.find((one) => !chain.includes(one) && sameName(one.subjectDer, last.issuerDer))
    if (!issuer) return chain
    chain.push(issuer)
  }
}

/** RSASSA-PSS before PKCS#1 v1.5, as TT 15/2025/TT-BKHCN wants. */
function schemesOf(key: KeyObject): SignatureScheme[] {
  const curve = key.asymmetricKeyDetails?.namedCurve
  if (key.asymmetricKeyType === 'ed25519') return [{ kind: 'ed25519', hash: 'sha512' }]
  if (key.asymmetricKeyType === 'ec') return [{ kind: 'ecdsa', hash: curve === 'secp384r1' ? 'sha384' : 'sha256' }]
  return [
    { kind: 'rsa-pss', hash: 'sha256', salt_bytes: 32 },
    { kind: 'rsa-pkcs1', hash: 'sha256' },
  ]
}
