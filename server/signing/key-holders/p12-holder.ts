import { Worker } from 'node:worker_threads'
import { refuse } from '#server/kernel/refusal.ts'
import type { KeyHolder } from './key-holder.ts'
import type { WorkerAnswer, WorkerQuestion } from './p12-holder.worker.ts'

/**
 * Opens an encrypted PKCS#12 file in a worker of its own. The plain key exists only inside that worker and dies with
 * it at `close`. Refuses `key_unusable` when the password is wrong or the file is damaged.
 */
export async function openP12(p12: Uint8Array, password: string): Promise<KeyHolder> {
  const worker = new Worker(new URL('./p12-holder.worker.ts', import.meta.url), {
    workerData: { p12, password },
    env: {},
  })
  const asking = conversation(worker)
  try {
    const opened = await asking.next()
    if (opened.kind !== 'opened') return refuse('invalid', 'key_unusable')
    return {
      certificates: opened.certificates.map((der) => Buffer.from(der)),
      schemes: opened.schemes,
      sign: async (tbs, scheme) => signIn(await asking.ask({ tbs: [...tbs], scheme })),
      close: async () => void (await worker.terminate()),
    }
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

function signIn(answer: WorkerAnswer): Buffer[] {
  if (answer.kind !== 'signed') return refuse('unavailable', 'key_missing')
  return answer.signatures.map((signature) => Buffer.from(signature))
}

interface Conversation {
  next(): Promise<WorkerAnswer>
  ask(question: WorkerQuestion): Promise<WorkerAnswer>
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
  const next = () =>
    new Promise<WorkerAnswer>((resolve) => (ended ? resolve({ kind: 'failed' }) : void waiting.push(resolve)))
  return {
    next,
    ask(question) {
      const answer = next()
      if (!ended) worker.postMessage(question)
      return answer
    },
  }
}
