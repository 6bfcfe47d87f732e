import { createHash } from 'node:crypto'
import type { House } from '#server/kernel/house.ts'
import { archiveCopyOf } from '../archive/archive-copy.queries.ts'
import { reportsAbout } from '../report.queries.ts'
import { collectConfined } from '../signing-task.ts'
import type { BundleManifest } from './bundle-manifest.ts'

/** A part of a bundle. */
export interface EvidencePart {
  path: string
  role: BundleManifest['files'][number]['role']
  bytes: Uint8Array
}

/**
 * The kept file and its archive copy, where it has one, with everything the signing room knows of them: what they carry themselves, and every
 * stored finding, those about the document first, each oldest first.
 */
export async function gatherEvidence(house: House, sha256: string): Promise<EvidencePart[]> {
  const newest = (await archiveCopyOf(house.db, sha256))?.fileSha256 ?? sha256
  const files = await filesOf(house, sha256, newest)
  const carried = await collectConfined(house, newest)
  const later = newest === sha256 ? [] : await reportsAbout(house.db, newest)
  const reports = [...(await reportsAbout(house.db, sha256)), ...later]
  return [
    ...files,
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

/** The copy begins with the document, so that both are held once. */
async function filesOf(house: House, sha256: string, newest: string): Promise<EvidencePart[]> {
  const whole = await house.blobs.bytes(newest)
  if (newest === sha256) return [{ path: 'document.pdf', role: 'document', bytes: whole }]
  const document = whole.subarray(0, (await house.blobs.sizeOf(sha256)) ?? 0)
  if (createHash('sha256').update(document).digest('hex') !== sha256)
    throw new Error(`archive copy of another ${sha256}`)
  return [
    { path: 'document.pdf', role: 'document', bytes: document },
    { path: 'archive-copy.pdf', role: 'archive', bytes: whole },
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
