import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes, type KeyObject } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import { integer, nullValue, octetString, oid, sequence, setOf, tagged, tlv } from '../asn1/write-der.ts'

const ID = {
  encryptedData: '1.2.840.113549.1.7.6',
  certBag: '1.2.840.113549.1.12.10.1.3',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  localKeyId: '1.2.840.113549.1.9.21',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha256: '1.2.840.113549.2.9',
  aes256: '2.16.840.1.101.3.4.1.42',
}

export interface Pkcs12Wish {
  key: KeyObject
  /** The key's certificate first, then its issuers; DER. */
  certificates: Uint8Array[]
  password: string
  iterations: number
}

/** An encrypted PKCS#12 file (RFC 7292): PBES2 with AES-256, integrity by HMAC-SHA-256. */
export function writePkcs12(wish: Pkcs12Wish): Buffer {
  const keyId = sequence(oid(ID.localKeyId), setOf(octetString(Buffer.from([1]))))
  const certificates = wish.certificates.map((der, i) => certificateBag(der, i === 0 ? [keyId] : []))
  const pkcs8 = wish.key.export({ type: 'pkcs8', format: 'der' })
  const [algorithm, shrouded] = encrypt(pkcs8, wish)
  const keyBag = sequence(oid(ID.shroudedKeyBag), tagged(0, sequence(algorithm, octetString(shrouded))), setOf(keyId))
  const [outer, content] = encrypt(sequence(...certificates), wish)
  const encryptedData = sequence(integer(0), sequence(oid(OID.data), outer, tlv(0x80, content)))
  const safe = sequence(
    sequence(oid(ID.encryptedData), tagged(0, encryptedData)),
    sequence(oid(OID.data), tagged(0, octetString(sequence(keyBag)))),
  )
  return sequence(integer(3), sequence(oid(OID.data), tagged(0, octetString(safe))), macData(safe, wish))
}

function certificateBag(der: Uint8Array, attributes: Buffer[]): Buffer {
  const bag = tagged(0, sequence(oid(ID.x509Certificate), tagged(0, octetString(der))))
  return sequence(oid(ID.certBag), bag, ...(attributes.length > 0 ? [setOf(...attributes)] : []))
}

function encrypt(data: Uint8Array, { password, iterations }: Pkcs12Wish): [Buffer, Buffer] {
  const salt = randomBytes(16)
  const iv = randomBytes(16)
  const key = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  const derivation = sequence(
    oid(ID.pbkdf2),
    sequence(octetString(salt), integer(iterations), integer(32), sequence(oid(ID.hmacSha256), nullValue())),
  )
  const algorithm = sequence(oid(ID.pbes2), sequence(derivation, sequence(oid(ID.aes256), octetString(iv))))
  return [algorithm, Buffer.concat([cipher.update(data), cipher.final()])]
}

function macData(safe: Buffer, { password, iterations }: Pkcs12Wish): Buffer {
  const salt = randomBytes(16)
  const mac = createHmac('sha256', macKey(password, salt, iterations))
    .update(safe)
    .digest()
  const digest = sequence(sequence(oid(OID.sha256), nullValue()), octetString(mac))
  return sequence(digest, octetString(salt), integer(iterations))
}

const BLOCK_BYTES = 64

/** The key derivation of RFC 7292 appendix B.2 for one SHA-256 output, which is all that a MAC key needs. */
function macKey(password: string, salt: Buffer, iterations: number): Buffer {
  const bmp = Buffer.from(`${password}\0`, 'utf16le').swap16()
  let key = Buffer.concat([Buffer.alloc(BLOCK_BYTES, 3), repeated(salt), repeated(bmp)])
  for (let i = 0; i < iterations; i++) key = createHash('sha256').update(key).digest()
  return key
}

function repeated(bytes: Buffer): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES, bytes)
}
