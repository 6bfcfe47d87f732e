import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import forge from 'node-forge'
import type { SignatureScheme } from '../cms/signature-scheme.ts'
import { parseCertificate, type Certificate } from '../x509/certificate.ts'
import { sameName } from '../x509/distinguished-name.ts'

export interface OpenedPkcs12 {
  key: KeyObject
  /** The key's own certificate first, then its issuers in order. */
  certificates: Buffer[]
  schemes: SignatureScheme[]
}

/**
 * Opens an encrypted PKCS#12. node-forge only undoes the container; the key goes to node:crypto at once.
 * Throws when the password is wrong, the file is damaged, or no certificate belongs to the key.
 */
export function openPkcs12(p12: Uint8Array, password: string): OpenedPkcs12 {
  const asn1 = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(p12).toString('latin1')))
  const bags = forge.pkcs12.pkcs12FromAsn1(asn1, password).safeContents.flatMap((content) => content.safeBags)
  const keyBag = bags.find(
    (bag) => bag.type === forge.pki.oids.pkcs8ShroudedKeyBag || bag.type === forge.pki.oids.keyBag,
  )
  if (!keyBag) throw new Error('the file holds no private key')
  const key = privateKeyOf(keyBag)
  const found = bags.filter((bag) => bag.type === forge.pki.oids.certBag).map(certificateOf)
  const own = found.find((certificate) => certificate.publicKey()?.equals(createPublicKey(key)))
  if (!own) throw new Error('no certificate belongs to the key')
  return { key, certificates: chainFrom(own, found).map((one) => one.der), schemes: schemesOf(key) }
}

/** forge reads RSA keys only, but gives any key's PKCS#8 structure. */
function privateKeyOf(bag: forge.pkcs12.Bag): KeyObject {
  if (bag.key) return createPrivateKey(forge.pki.privateKeyToPem(bag.key))
  return createPrivateKey({ key: derOf(bag.asn1), format: 'der', type: 'pkcs8' })
}

function certificateOf(bag: forge.pkcs12.Bag): Certificate {
  return parseCertificate(derOf(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1))
}

function derOf(asn1: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1')
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
