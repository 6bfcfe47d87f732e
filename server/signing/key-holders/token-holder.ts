import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { refuse, type RefusalCode } from '#server/kernel/refusal.ts'
import type { KeyHolder } from './key-holder.ts'
import type { TokenListed } from './list-tokens.ts'
import type { TokenAnswer, TokenQuestion } from './token-holder.child.ts'
import type { TokenKey } from './token-key.ts'
import type { TokenReason } from './token-module.ts'

/**
 * Opens a key on a token or HSM through the PKCS#11 `driver` (a file path), in a process of its own: a driver that crashes or hangs
 * takes that process and no more. The login lives and dies with it, so nobody signs on somebody else's PIN. Refuses
 * `key_unusable` (wrong PIN, tried once), `key_locked`, `token_last_try`, `token_absent`, `token_driver_missing`,
 * `token_unsupported`; `key_gone` when the token is taken away in the middle.
 */
export async function openToken(driver: string, key: TokenKey, pin: string): Promise<KeyHolder> {
  const child = startDriver()
  const opened = await child.ask({ kind: 'open', driver, key, pin })
  if (opened.kind !== 'opened') return refused(opened, child)
  return {
    certificates: opened.certificates.map((der) => Buffer.from(der)),
    schemes: opened.schemes,
    sign: async (tbs, scheme) => signaturesOf(await child.ask({ kind: 'sign', tbs: [...tbs], scheme })),
    close: () => Promise.resolve(child.end()),
  }
}

/** The tokens that are plugged in, with the certificates that lie open on them; refuses as {@link openToken} does. */
export async function tokensOf(driver: string): Promise<TokenListed[]> {
  const child = startDriver()
  const listed = await child.ask({ kind: 'list', driver })
  if (listed.kind !== 'listed') return refused(listed, child)
  child.end()
  return listed.tokens
}

function refused(answer: TokenAnswer, child: { end(): void }): never {
  child.end()
  return refuseFor(answer.kind === 'failed' ? answer.reason : 'key_gone')
}

function signaturesOf(answer: TokenAnswer): Buffer[] {
  if (answer.kind !== 'signed') return refuseFor(answer.kind === 'failed' ? answer.reason : 'key_gone')
  return answer.signatures.map((signature) => Buffer.from(signature))
}

const CODES: Record<TokenReason, RefusalCode> = {
  token_unsupported: 'unavailable',
  token_driver_missing: 'unavailable',
  token_absent: 'unavailable',
  token_last_try: 'limited',
  key_locked: 'limited',
  key_unusable: 'invalid',
  key_gone: 'unavailable',
}

const refuseFor = (reason: TokenReason): never => refuse(CODES[reason], reason)

const SCRIPT = fileURLToPath(new URL('./token-holder.child.ts', import.meta.url))
/** A token that waits for a button to be pressed is given this long. */
const ANSWERS_WITHIN_MS = 60_000

type Driver = { ask(question: TokenQuestion): Promise<TokenAnswer>; end(): void }

/**
 * Answers come in the order of the questions. A child that ends, or is silent for too long, answers `key_gone` to all. Its channel may
 * close after its exit was told: who asks between the two would wait for an answer that nobody gives, hence `exitCode`, `signalCode`.
 */
function startDriver(): Driver {
  const { PATH, SOFTHSM2_CONF } = process.env
  const env = { PATH, LANG: 'C.UTF-8', ...(SOFTHSM2_CONF ? { SOFTHSM2_CONF } : {}) }
  const child = fork(SCRIPT, [], {
    serialization: 'advanced',
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  })
  const waiting: ((answer: TokenAnswer) => void)[] = []
  const gone = () => waiting.splice(0).forEach((resolve) => resolve({ kind: 'failed', reason: 'key_gone' }))
  child.on('message', (answer: TokenAnswer) => waiting.shift()?.(answer))
  child.once('exit', gone)
  child.once('error', gone)
  return { ask: (question) => askChild(child, waiting, question), end: () => void child.kill('SIGKILL') }
}

function askChild(
  child: ChildProcess,
  waiting: ((answer: TokenAnswer) => void)[],
  question: TokenQuestion,
): Promise<TokenAnswer> {
  return new Promise((resolve) => {
    if (hasEnded(child)) return resolve({ kind: 'failed', reason: 'key_gone' })
    const timer = setTimeout(() => child.kill('SIGKILL'), ANSWERS_WITHIN_MS)
    waiting.push((answer) => {
      clearTimeout(timer)
      resolve(answer)
    })
    child.send(question, (error) => error && child.kill('SIGKILL'))
  })
}

const hasEnded = (child: ChildProcess) => !child.connected || child.exitCode !== null || child.signalCode !== null
