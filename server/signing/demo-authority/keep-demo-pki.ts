import { createPrivateKey, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NamePairs } from '../x509/issue-certificate.ts'
import type { RevocationReason } from '../revocation/revocation-reason.ts'
import type { DemoPki } from './demo-services.ts'

/** As the demonstration's authority stands in `keys/demo-authority.json`, for its owner only: keys and certificates in base64. */
interface Kept {
  note: string
  root: { certificate: string; key: string; name: NamePairs }
  sub: { certificate: string; key: string; name: NamePairs }
  responder: { certificate: string; key: string }
  tsa: { certificate: string; key: string; policy: string }
  issued: string[]
  revoked: [serialHex: string, { at: string; reason: RevocationReason }][]
}

const SCHEME = { kind: 'ecdsa', hash: 'sha256' } as const
const pathIn = (dataDir: string) => join(dataDir, 'keys', 'demo-authority.json')

/** Writes the demonstration's authority into the data folder. Its keys are worth nothing: nobody else trusts its root. */
export async function keepDemoPki(dataDir: string, pki: DemoPki): Promise<void> {
  const key = (one: KeyObject) => one.export({ type: 'pkcs8', format: 'der' }).toString('base64')
  const certificate = (der: Buffer) => der.toString('base64')
  const issuer = ({ root, sub }: DemoPki, which: 'root' | 'sub') => {
    const one = { root, sub }[which]
    return { certificate: certificate(one.certificate), key: key(one.issuer.key), name: one.issuer.name }
  }
  const kept: Kept = {
    note: 'Demonstration only. Never trust this authority anywhere else.',
    root: issuer(pki, 'root'),
    sub: issuer(pki, 'sub'),
    responder: { certificate: certificate(pki.responder.certificate), key: key(pki.responder.key) },
    tsa: { certificate: certificate(pki.tsa.certificate), key: key(pki.tsa.key), policy: pki.tsa.policy },
    issued: [...pki.issued],
    revoked: [...pki.revoked].map(([serialHex, { at, reason }]) => [serialHex, { at: at.toISOString(), reason }]),
  }
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  await writeFile(pathIn(dataDir), JSON.stringify(kept, null, 2), { mode: 0o600 })
}

/** The demonstration's authority of this data folder; null where there is none. */
export async function openDemoPki(dataDir: string): Promise<DemoPki | null> {
  if (!existsSync(pathIn(dataDir))) return null
  const kept = JSON.parse(await readFile(pathIn(dataDir), 'utf8')) as Kept
  const bytes = (text: string) => Buffer.from(text, 'base64')
  const key = (text: string) => createPrivateKey({ key: bytes(text), format: 'der', type: 'pkcs8' })
  const issuer = (one: Kept['root']) => ({
    certificate: bytes(one.certificate),
    issuer: { key: key(one.key), scheme: SCHEME, name: one.name },
  })
  return {
    root: issuer(kept.root),
    sub: issuer(kept.sub),
    responder: { key: key(kept.responder.key), certificate: bytes(kept.responder.certificate) },
    tsa: { key: key(kept.tsa.key), certificate: bytes(kept.tsa.certificate), policy: kept.tsa.policy },
    issued: new Set(kept.issued),
    revoked: new Map(kept.revoked.map(([serialHex, { at, reason }]) => [serialHex, { at: new Date(at), reason }])),
  }
}
