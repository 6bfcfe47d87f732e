import { randomUUID } from 'node:crypto'
import type { House, Tx } from '#server/kernel/house.ts'
import { sealEnvelope } from './key-envelope.ts'
import { serverSecret } from './server-secret.ts'
import { insertCertificate, insertKeyStore, type Holder } from './key.queries.ts'
import { certificateFacts } from './verify/signer-facts.ts'
import { parseCertificate, toPem } from './x509/certificate.ts'

/** A PKCS#12 file with its own password, its certificates (own first), and the PIN that will open it here. */
export interface KeyToStore extends Holder {
  p12: Uint8Array
  password: string
  certificates: Uint8Array[]
  pin: string
}

/** A key sealed and ready to be written. */
export type SealedKey = Awaited<ReturnType<typeof sealKey>>

/** Seals a key with the PIN and the server's secret; the file's own password is sealed with it and never asked again. */
export async function sealKey(house: Pick<House, 'config'>, key: KeyToStore) {
  const id = randomUUID()
  const secret = Buffer.from(JSON.stringify({ p12: Buffer.from(key.p12).toString('base64'), password: key.password }))
  const lock = { pin: key.pin, serverSecret: await serverSecret(house.config.dataDir), label: id }
  const { holder, holderId, certificates } = key
  return { id, holder, holderId, certificates, ...(await sealEnvelope(secret, lock)) }
}

/** Writes a sealed key and its certificate. */
export async function insertSealedKey(tx: Tx, key: SealedKey, at: Date): Promise<void> {
  const { id, holder, holderId, sealed, parameters } = key
  const [own, ...issuers] = key.certificates.map((der) => parseCertificate(der))
  const { subject, serial } = certificateFacts(own!)
  const certificateId = await insertCertificate(tx, {
    holder,
    holderId,
    pem: toPem(own!.der),
    chainPem: issuers.map(({ der }) => toPem(der)).join(''),
    subject,
    serial,
    validFrom: own!.notBefore,
    validTo: own!.notAfter,
  })
  await insertKeyStore(tx, { id, certificateId, sealed, parameters: { ...parameters }, createdAt: at })
}
