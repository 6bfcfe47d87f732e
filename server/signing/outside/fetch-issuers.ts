import { readCertificates, type Certificate } from '../x509/certificate.ts'
import { serviceAddresses } from '../x509/service-addresses.ts'
import type { Outside } from './outside.ts'

const accept = ['application/pkix-cert', 'application/x-x509-ca-cert', 'application/octet-stream']

/**
 * Certificates that the certificate names as its issuer's (caIssuers, one DER or PEM each; bundles are not read). What
 * cannot be fetched or read is passed over; whether one really is the issuer, the path shows.
 */
export async function fetchIssuers(outside: Outside, certificate: Certificate): Promise<Certificate[]> {
  const { issuers } = serviceAddresses(certificate)
  const found = await Promise.allSettled(
    issuers.map(async (url) => readCertificates(await outside({ url, accept, limit_bytes: 100_000 })).slice(0, 4)),
  )
  return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
}
