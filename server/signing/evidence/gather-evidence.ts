import { createHash } from 'node:crypto'
import type { House } from '#server/kernel/house.ts'
import { reportsAbout } from '../signing.queries.ts'
import { collectConfined } from '../signing-task.ts'
import type { BundleManifest } from './bundle-manifest.ts'

/** A part of a bundle. */
export interface EvidencePart {
  path: string
  role: BundleManifest['files'][number]['role']
  bytes: Uint8Array
}

/** The kept file with everything the signing room knows of it: what it carries itself, and every stored finding, oldest first. */
export async function gatherEvidence(house: House, sha256: string): Promise<EvidencePart[]> {
  const [bytes, carried] = [await house.blobs.bytes(sha256), await collectConfined(house, sha256)]
  const reports = await reportsAbout(house.db, sha256)
  return [
    { path: 'document.pdf', role: 'document', bytes },
    ...numbered(carried.certificates.map(pemOf), { role: 'certificate', name: 'certificates', ending: 'pem' }),
    ...numbered(carried.ocsps, { role: 'revocation', name: 'revocation/ocsp', ending: 'der' }),
    ...numbered(carried.crls, { role: 'revocation', name: 'revocation/crl', ending: 'der' }),
    ...numbered(carried.timestamps, { role: 'timestamp', name: 'timestamps', ending: 'tst' }),
    ...numbered(
      reports.map((report) => Buffer.from(JSON.stringify(report, null, 1))),
      { role: 'report', name: 'reports', ending: 'json' },
    ),
  ]
}

function numbered(
  pieces: Buffer[],
  { role, name, ending }: { role: EvidencePart['role']; name: string; ending: string },
): EvidencePart[] {
  const join = name.includes('/') ? '-' : '/'
  return pieces.map((bytes, index) => ({ path: `${name}${join}${index + 1}.${ending}`, role, bytes }))
}

function pemOf(der: Buffer): Buffer {
  const lines = der.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`)
}

/** The line of a part in the manifest. */
export function manifestLine({ path, role, bytes }: EvidencePart): BundleManifest['files'][number] {
  return { path, role, sha256: createHash('sha256').update(bytes).digest('hex'), size_bytes: bytes.length }
}
