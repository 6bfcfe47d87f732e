import { Worker } from 'node:worker_threads'
import { refuse } from '#server/kernel/refusal.ts'
import type { KeyHolder } from './key-holder.ts'
import type { WorkerAnswer, WorkerFile, WorkerQuestion } from './p12-holder.worker.ts'

/**
 * Opens an encrypted PKCS#12 file in a worker of its own. The plain key exists only inside that worker and dies with
 * it at `close`. Refuses `key_unusable` when the password is wrong or the file is damaged.
 */
export async function openP12(p12: Uint8Array, password: string): Promise<KeyHolder> {
  const worker = takeWorker()
  const asking = conversation(worker)
  try {
    const opened = await asking.ask({ p12, password })
    if (opened.kind !== 'opened') return refuse('invalid', 'key_unusable')
    return {
      certificates: opened.certificates.map((der) => Buffer.from(der)),
      schemes: opened.schemes,
      sign: async (tbs, scheme) => signIn(await asking.ask({ tbs: [...tbs], scheme })),
      close: async () => {
        await worker.terminate()
        prepareSpare()
      },
    }
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

const startWorker = () => new Worker(new URL('./p12-holder.worker.ts', import.meta.url), { env: {} })
let spare: Worker | null = null
let keepsSpare = false

/** Keeps one worker started for the next key, until ended: starting one takes longer than signing. It serves one key only. */
export function keepWorkerReady(): { end(): void } {
  keepsSpare = true
  prepareSpare()
  return {
    end() {
      keepsSpare = false
      void spare?.terminate()
      spare = null
    },
  }
}

function prepareSpare(): void {
  if (!keepsSpare || spare) return
  const started = startWorker().on('error', () => undefined)
  started.once('exit', () => (spare = spare === started ? null : spare))
  started.unref()
  spare = started
}

function takeWorker(): Worker {
  const worker = spare ?? startWorker()
  spare = null
  worker.ref()
  return worker
}

function signIn(answer: WorkerAnswer): Buffer[] {
  if (answer.kind !== 'signed') return refuse('unavailable', 'key_gone')
  return answer.signatures.map((signature) => Buffer.from(signature))
}

interface Conversation {
  ask(question: WorkerFile | WorkerQuestion): Promise<WorkerAnswer>
}

/** Answers come in the order of the questions; a worker that ends answers every open question with `failed`. */
function conversation(worker: Worker): Conversation {
  const waiting: ((answer: WorkerAnswer) => void)[] = []
  let ended = false
  const end = () => {
    ended = true
    for (const resolve of waiting.splice(0)) resolve({ kind: 'failed' })
  }
  worker.on('message', (answer: WorkerAnswer) => waiting.shift()?.(answer))
  worker.on('error', end)
  worker.on('exit', end)
  return {
    ask: (question) =>
      new Promise((resolve) => {
        if (ended) return resolve({ kind: 'failed' })
        waiting.push(resolve)
        worker.postMessage(question)
      }),
  }
}
