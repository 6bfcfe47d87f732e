import type { KeyObject } from 'node:crypto'
import type { SignatureScheme } from '../cms/signature-scheme.ts'

/** What a key, or the public half of one, can sign with: RSASSA-PSS before PKCS#1 v1.5, as TT 15/2025/TT-BKHCN wants. */
export function schemesOf(key: KeyObject): SignatureScheme[] {
  const curve = key.asymmetricKeyDetails?.namedCurve
  if (key.asymmetricKeyType === 'ed25519') return [{ kind: 'ed25519', hash: 'sha512' }]
  if (key.asymmetricKeyType === 'ec') return [{ kind: 'ecdsa', hash: curve === 'secp384r1' ? 'sha384' : 'sha256' }]
  return [
    { kind: 'rsa-pss', hash: 'sha256', salt_bytes: 32 },
    { kind: 'rsa-pkcs1', hash: 'sha256' },
  ]
}
