import { createDecipheriv, pbkdf2Sync } from 'node:crypto'
import forge from 'node-forge'
import { readDer, type DerNode } from '../asn1/read-der.ts'

const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
const CIPHERS: Record<string, [name: string, key_bytes: number]> = {
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
}
const PRFS: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
const MAX_ITERATIONS = 10_000_000

/** Decrypts what a password protects: PBES2 by node:crypto, the old PKCS#12 ciphers (3DES, RC2) by node-forge. */
export function decryptPkcs12(algorithmDer: Buffer, data: Buffer, password: string): Buffer {
  const [id, params] = readDer(algorithmDer).expect(0x30).children()
  if (id?.oid() === PBES2 && params) return decryptPbes2(params, data, password)
  return decryptOld(id?.oid() ?? '', params!, data, password)
}

function decryptPbes2(params: DerNode, data: Buffer, password: string): Buffer {
  const [derivation, encryption] = params.expect(0x30).children()
  const [kdf, kdfParams] = derivation!.expect(0x30).children()
  const [cipherId, iv] = encryption!.expect(0x30).children()
  const cipher = CIPHERS[cipherId!.oid()]
  if (kdf?.oid() !== PBKDF2 || !cipher) throw new Error('the encryption is not supported')
  const [salt, iterations, ...rest] = kdfParams!.expect(0x30).children()
  const prf = rest.find((node) => node.tag === 0x30)?.children()[0]
  const hash = prf ? PRFS[prf.oid()] : 'sha1'
  const count = iterations!.integer()
  if (!hash || count > MAX_ITERATIONS) throw new Error('the key derivation is not supported')
  const key = pbkdf2Sync(password.normalize('NFC'), salt!.expect(0x04).content, count, cipher[1], hash)
  const decipher = createDecipheriv(cipher[0], key, iv!.expect(0x04).content)
  return Buffer.concat([decipher.update(data), decipher.final()])
}

/** node-forge's types leave these ciphers out. */
interface OldCiphers {
  getCipher(oid: string, params: forge.asn1.Asn1, password: string): forge.cipher.BlockCipher
}

function decryptOld(oid: string, params: DerNode, data: Buffer, password: string): Buffer {
  const { pbe } = forge.pki as unknown as { pbe: OldCiphers }
  const cipher = pbe.getCipher(oid, forge.asn1.fromDer(params.raw.toString('latin1')), password)
  cipher.update(forge.util.createBuffer(data.toString('latin1')))
  if (!cipher.finish()) throw new Error('wrong password or damaged file')
  return Buffer.from(cipher.output.getBytes(), 'latin1')
}
