import type { KeyObject } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { signWithScheme, type SignatureScheme } from '../cms/signature-scheme.ts'
import { openPkcs12 } from './open-pkcs12.ts'

/** The first question: the file to open. */
export type WorkerFile = { p12: Uint8Array; password: string }

/** Every other: one batch to sign. */
export type WorkerQuestion = { tbs: Uint8Array[]; scheme: SignatureScheme }

export type WorkerAnswer =
  | { kind: 'opened'; certificates: Uint8Array[]; schemes: SignatureScheme[] }
  | { kind: 'signed'; signatures: Uint8Array[] }
  | { kind: 'failed' }

const port = parentPort
if (!port) throw new Error('this file runs as a worker only')

port.once('message', ({ p12, password }: WorkerFile) => {
  try {
    const { key, certificates, schemes } = openPkcs12(p12, password)
    port.on('message', (question: WorkerQuestion) => port.postMessage(signedWith(key, question)))
    port.postMessage({ kind: 'opened', certificates, schemes } satisfies WorkerAnswer)
  } catch {
    port.postMessage({ kind: 'failed' } satisfies WorkerAnswer)
  }
})

function signedWith(key: KeyObject, { tbs, scheme }: WorkerQuestion): WorkerAnswer {
  try {
    return { kind: 'signed', signatures: tbs.map((bytes) => signWithScheme(scheme, key, bytes)) }
  } catch {
    return { kind: 'failed' }
  }
}
