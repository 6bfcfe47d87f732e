import { certificateFacts } from '../verify/signer-facts.ts'
import { parseCertificate } from '../x509/certificate.ts'
import { attributeOf, CK, type Cryptoki, objectsOf } from './token-module.ts'

/** A token that is plugged in, with the certificates that lie open on it. */
export type TokenListed = {
  serial: string
  label: string
  keys: { keyId: string; subject: string; certificate: Uint8Array }[]
}

/** What the driver shows without a PIN. */
export function listTokens(cryptoki: Cryptoki): TokenListed[] {
  return cryptoki.C_GetSlotList(true).flatMap((slot) => {
    const { label, serialNumber, flags } = cryptoki.C_GetTokenInfo(slot)
    if (!(flags & CK.initialised)) return []
    return [{ serial: serialNumber.trim(), label: label.trim(), keys: keysOn(cryptoki, slot) }]
  })
}

function keysOn(cryptoki: Cryptoki, slot: Buffer): TokenListed['keys'] {
  const session = cryptoki.C_OpenSession(slot, CK.serialSession)
  return objectsOf(cryptoki, session, CK.certificate).map((object) => {
    const certificate = attributeOf(cryptoki, session, object, CK.value)
    const { subject } = certificateFacts(parseCertificate(certificate))
    return { keyId: attributeOf(cryptoki, session, object, CK.id).toString('hex'), subject, certificate }
  })
}
