import { parentPort, workerData } from 'node:worker_threads'
import { signWithScheme, type SignatureScheme } from '../cms/signature-scheme.ts'
import { openPkcs12 } from './open-pkcs12.ts'

/** One batch to sign. */
export type WorkerQuestion = { tbs: Uint8Array[]; scheme: SignatureScheme }

export type WorkerAnswer =
  | { kind: 'opened'; certificates: Uint8Array[]; schemes: SignatureScheme[] }
  | { kind: 'signed'; signatures: Uint8Array[] }
  | { kind: 'failed' }

const port = parentPort
if (!port) throw new Error('this file runs as a worker only')
const { p12, password } = workerData as { p12: Uint8Array; password: string }

try {
  const { key, certificates, schemes } = openPkcs12(p12, password)
  port.on('message', ({ tbs, scheme }: WorkerQuestion) => {
    try {
      port.postMessage({ kind: 'signed', signatures: tbs.map((bytes) => signWithScheme(scheme, key, bytes)) })
    } catch {
      port.postMessage({ kind: 'failed' })
    }
  })
  port.postMessage({ kind: 'opened', certificates, schemes })
} catch {
  port.postMessage({ kind: 'failed' })
}
