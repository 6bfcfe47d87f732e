import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { House, Tx } from '#server/kernel/house.ts'
import { demoSeal, demoSignature, type DemoImage } from './appearance/demo-images.ts'
import {
  demoPkcs12,
  issueDemoIdentity,
  makeDemoAuthority,
  makeDemoPki,
  type DemoAuthority,
  type DemoSubject,
} from './demo-pki.ts'
import { keepDemoPki } from './demo-authority/keep-demo-pki.ts'
import { insertImage } from './key.queries.ts'
import { insertTrustRoot } from './report.queries.ts'
import { insertSealedKey, sealKey, type SealedKey } from './store-key.ts'
import { toPem } from './x509/certificate.ts'

/** Who gets a key in the demonstration. `shortName` stands around an agency's seal. */
export type DemoSigner =
  | { holder: 'person'; holderId: string; name: string; title: string; agency: string }
  | { holder: 'agency'; holderId: string; name: string; shortName: string; code: string }

type Made = { certificate: Buffer; signer: DemoSigner; key: SealedKey; image: DemoImage; imageSha256: string }

/**
 * Makes the demonstration's certificate authority, trusts it, and gives each signer a certificate, a key behind `pin`
 * and a picture. The root is also written to `keys/demo-root.pem` of the data folder, for `ecabinet verify --trust`, and the authority
 * itself to `keys/demo-authority.json`, for its services.
 * Everything is new at each call: call it once, when the demo is seeded.
 */
export async function seedDemoKeys(house: House, tx: Tx, signers: DemoSigner[], pin: string): Promise<void> {
  const at = house.clock.now()
  const authority = makeDemoAuthority(at)
  const made = await Promise.all(signers.map((signer, i) => makeSigner({ house, authority, pin }, signer, i)))
  const pem = toPem(authority.root)
  await insertTrustRoot(tx, { name: 'eCabinet DEMO Root CA', profile: 'demo', pem, validFrom: historyFrom(at) })
  for (const one of made) await insertSigner(tx, one, at)
  const issued = made.map(({ certificate }) => certificate)
  await keepDemoPki(house.config.dataDir, makeDemoPki(authority, issued, at))
  await mkdir(join(house.config.dataDir, 'keys'), { recursive: true, mode: 0o700 })
  await writeFile(join(house.config.dataDir, 'keys', 'demo-root.pem'), pem)
}

/** Trusted from before the seeded history on. */
const historyFrom = (at: Date) => new Date(at.getTime() - 2 * 365 * 24 * 3600 * 1000)

async function makeSigner(
  { house, authority, pin }: { house: House; authority: DemoAuthority; pin: string },
  signer: DemoSigner,
  index: number,
): Promise<Made> {
  const { holder, holderId } = signer
  const identity = issueDemoIdentity(authority, subjectOf(signer, index), house.clock.now())
  const p12 = demoPkcs12(identity, pin)
  const key = await sealKey(house, { holder, holderId, p12, password: pin, pin, certificates: identity.chain })
  const image = signer.holder === 'person' ? demoSignature(signer.name) : demoSeal(signer.shortName)
  const { sha256 } = await house.blobs.put(image.png)
  return { certificate: identity.certificate, signer, key, image, imageSha256: sha256 }
}

function subjectOf(signer: DemoSigner, index: number): DemoSubject {
  if (signer.holder === 'agency') return { kind: 'agency', name: signer.name, code: signer.code }
  const { name, title, agency } = signer
  return { kind: 'person', name, title, agency, serial: `DEMO:${String(index + 1).padStart(12, '0')}` }
}

async function insertSigner(tx: Tx, { signer, key, image, imageSha256 }: Made, at: Date): Promise<void> {
  const { holder, holderId } = signer
  const [widthMm, heightMm] = [Math.round(image.width_mm), Math.round(image.height_mm)]
  await insertSealedKey(tx, key, at)
  await insertImage(tx, { holder, holderId, sha256: imageSha256, widthMm, heightMm })
}
