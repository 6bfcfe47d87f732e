import type { KeyObject } from 'node:crypto'
import { certificates, keyStores } from '#db/signing/schema.ts'
import { eq } from 'drizzle-orm'
import type { House } from '#server/kernel/house.ts'
import { enrollKey } from '#server/signing/enroll-key.ts'
import { parseCertificate, toPem } from '#server/signing/x509/certificate.ts'
import type { Holder } from '#server/signing/key.queries.ts'
import { insertTrustRoot } from '#server/signing/report.queries.ts'
import { issueCertificate, SIGNER_USAGE } from '#server/signing/x509/issue-certificate.ts'
import { makeDemoAuthority } from '#server/signing/demo-pki.ts'
import { OID } from '#server/signing/asn1/oids.ts'

/** A trusted authority for one house, and certificates of its own for keys of any kind. */
export async function openAuthority(house: House) {
  const at = house.clock.now()
  const authority = makeDemoAuthority(at)
  const validFrom = new Date(at.getTime() - 1e9)
  await insertTrustRoot(house.db, { name: 'thử', profile: 'demo', pem: toPem(authority.root), validFrom })
  let serial = 100
  return {
    chainFor(key: KeyObject, name: string, validity: { from?: Date; to?: Date } = {}): Buffer[] {
      const from = validity.from ?? new Date(at.getTime() - 1e9)
      const to = validity.to ?? new Date(at.getTime() + 1e10)
      const subject: [string, string][] = [
        [OID.commonName, name],
        [OID.title, 'Phó Chủ tịch'],
      ]
      const wish = { subject, key, serial: Buffer.from([1, (serial += 1)]), from, to, usage: SIGNER_USAGE }
      return [issueCertificate(wish, authority.issuer), authority.sub]
    },
  }
}

/** Takes every key from a holder and gives one of this kind. */
export async function giveKey(
  house: House,
  holder: Holder,
  key: { kind: 'token' | 'remote' | 'agent'; chain: Uint8Array[]; parameters: Record<string, unknown> },
): Promise<string> {
  for (const { id } of await house.db.select().from(certificates).where(eq(certificates.holderId, holder.holderId))) {
    await house.db.delete(keyStores).where(eq(keyStores.certificateId, id))
  }
  const [own, ...issuers] = key.chain.map(parseCertificate)
  return enrollKey(house.db, house.clock.now(), {
    ...holder,
    ...key,
    chain: [own!.der, ...issuers.map(({ der }) => der)],
  })
}
