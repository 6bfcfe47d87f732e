import { createHmac, timingSafeEqual } from 'node:crypto'
import forge from 'node-forge'
import { hashOf } from '../cms/signature-scheme.ts'
import { readDer } from '../asn1/read-der.ts'
import { decryptPkcs12 } from './decrypt-pkcs12.ts'

/** What a PKCS#12 holds: private keys as PKCS#8 and certificates, both DER, byte for byte as they were put in. */
export interface Pkcs12Contents {
  keys: Buffer[]
  certificates: Buffer[]
}

const ID = {
  data: '1.2.840.113549.1.7.1',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
}

/**
 * Reads a PKCS#12 (RFC 7292). node-forge undoes its BER, derives the old password keys and has the old ciphers; the
 * walk is our own, because node-forge writes certificates anew and so breaks their signatures. Throws when the
 * integrity code does not match the password.
 */
export function readPkcs12(p12: Uint8Array, password: string): Pkcs12Contents {
  const [, authSafe, macData] = partsOf(forge.asn1.fromDer(Buffer.from(p12).toString('latin1')))
  const safe = octets(inside(authSafe))
  if (!macData || !macMatches(macData, safe, password)) throw new Error('wrong password or damaged file')
  const contents: Pkcs12Contents = { keys: [], certificates: [] }
  for (const info of partsOf(parse(safe)))
    for (const bag of partsOf(parse(contentOf(info, password)))) addBag(contents, bag, password)
  return contents
}

type Node = forge.asn1.Asn1

const parse = (bytes: Buffer): Node => forge.asn1.fromDer(bytes.toString('latin1'))
const oidOf = (node: Node | undefined): string => forge.asn1.derToOid(node?.value as string)

/** BER's DER form; PKCS#12 files are often BER. */
const derOf = (node: Node): Buffer => Buffer.from(forge.asn1.toDer(node).getBytes(), 'latin1')

function partsOf(node: Node | undefined): Node[] {
  if (!Array.isArray(node?.value)) throw new Error('the file is no PKCS#12')
  return node.value
}

/** The value of `SEQUENCE { type, [0] value }`. */
function inside(node: Node | undefined): Node | undefined {
  return partsOf(partsOf(node)[1])[0]
}

/** An OCTET STRING's bytes, also when BER cut it into pieces. */
function octets(node: Node | undefined): Buffer {
  if (typeof node?.value === 'string') return Buffer.from(node.value, 'latin1')
  return Buffer.concat(partsOf(node).map(octets))
}

function macMatches(macData: Node, safe: Buffer, password: string): boolean {
  const [digestInfo, salt, iterations] = partsOf(macData)
  const [algorithm, digest] = partsOf(digestInfo)
  const hash = hashOf(readDer(derOf(algorithm!)))
  if (!hash || hash === 'md5') return false
  const count = iterations ? readDer(derOf(iterations)).integer() : 1
  const saltBytes = forge.util.createBuffer(octets(salt).toString('latin1'))
  const expected = octets(digest)
  const made = forge.pkcs12.generateKey(password, saltBytes, 3, count, expected.length, forge.md[hash].create())
  const key = Buffer.from(made.getBytes(), 'latin1')
  const actual = createHmac(hash, key).update(safe).digest()
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

function contentOf(info: Node, password: string): Buffer {
  if (oidOf(partsOf(info)[0]) === ID.data) return octets(inside(info))
  const [, encrypted] = partsOf(inside(info))
  const [, algorithm, content] = partsOf(encrypted)
  return decryptPkcs12(derOf(algorithm!), octets(content), password)
}

function addBag(contents: Pkcs12Contents, bag: Node, password: string): void {
  const type = oidOf(partsOf(bag)[0])
  const value = inside(bag)!
  if (type === ID.certBag) contents.certificates.push(octets(inside(value)))
  if (type === ID.keyBag) contents.keys.push(derOf(value))
  if (type !== ID.shroudedKeyBag) return
  const [algorithm, data] = partsOf(value)
  contents.keys.push(decryptPkcs12(derOf(algorithm!), octets(data), password))
}
