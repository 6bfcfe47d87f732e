import type { Tx } from '#server/kernel/house.ts'
import { insertCertificate, insertKeyStore, type Holder, type KeyStoreRow } from './key.queries.ts'
import { certificateFacts } from './verify/signer-facts.ts'
import { parseCertificate, toPem } from './x509/certificate.ts'

/** A key that is kept elsewhere: its certificate with the issuers, and how to find it there. */
export interface KeyElsewhere extends Holder {
  kind: Exclude<KeyStoreRow['kind'], 'p12'>
  /** DER; the key's own certificate first. */
  chain: Uint8Array[]
  parameters: Record<string, unknown>
}

/** Writes down that a person or an agency signs with a key that is kept elsewhere; answers the id of its certificate. */
export async function enrollKey(tx: Tx, at: Date, key: KeyElsewhere): Promise<string> {
  const [own, ...issuers] = key.chain.map(parseCertificate)
  const { holder, holderId, kind, parameters } = key
  const certificateId = await insertCertificate(tx, {
    ...{ holder, holderId, pem: toPem(own!.der), chainPem: issuers.map(({ der }) => toPem(der)).join('') },
    ...{ validFrom: own!.notBefore, validTo: own!.notAfter },
    ...pick(own!),
  })
  await insertKeyStore(tx, { certificateId, kind, parameters, createdAt: at })
  return certificateId
}

function pick(own: ReturnType<typeof parseCertificate>): { subject: string; serial: string } {
  const { subject, serial } = certificateFacts(own)
  return { subject, serial }
}
