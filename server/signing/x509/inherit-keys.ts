import { OID } from '../asn1/oids.ts'
import { readDer } from '../asn1/read-der.ts'
import { sequence } from '../asn1/write-der.ts'
import { keyReader, type Certificate } from './certificate.ts'

/**
 * The path, end entity first, with DSA keys completed: one without parameters has those of its issuer (RFC 3279 2.3.2).
 */
export function inheritKeys(path: Certificate[]): Certificate[] {
  if (!path.some(lacksParameters)) return path
  return path.reduceRight<Certificate[]>((below, certificate) => {
    const issuer = below[0]
    return [issuer && lacksParameters(certificate) ? completed(certificate, issuer) : certificate, ...below]
  }, [])
}

function partsOf({ keyDer }: Certificate) {
  const [algorithm, bits] = readDer(keyDer).expect(0x30).children()
  return { algorithm: algorithm?.expect(0x30).children() ?? [], bits }
}

function lacksParameters(certificate: Certificate): boolean {
  const { algorithm } = partsOf(certificate)
  return algorithm[0]?.oid() === OID.dsa && (algorithm.length === 1 || algorithm[1]!.tag === 0x05)
}

function completed(certificate: Certificate, issuer: Certificate): Certificate {
  const [id, parameters] = partsOf(issuer).algorithm
  const { bits } = partsOf(certificate)
  if (id?.oid() !== OID.dsa || !parameters || !bits) return certificate
  const keyDer = sequence(sequence(id.raw, parameters.raw), bits.raw)
  return { ...certificate, keyDer, publicKey: keyReader(keyDer) }
}
