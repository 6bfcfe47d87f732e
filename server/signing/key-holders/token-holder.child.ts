// Runs as a process of its own: the driver of a token is foreign machine code, and what it breaks is this process only.
import type { SignatureScheme } from '../cms/signature-scheme.ts'
import { listTokens, type TokenListed } from './list-tokens.ts'
import { type OpenToken, openTokenKey, signOnToken, type TokenKey } from './token-key.ts'
import { loadDriver, TokenProblem, type TokenReason } from './token-module.ts'

/** What the child is asked: once to list or to open, then batches to sign. */
export type TokenQuestion =
  | { kind: 'list'; driver: string }
  | { kind: 'open'; driver: string; key: TokenKey; pin: string }
  | { kind: 'sign'; tbs: Uint8Array[]; scheme: SignatureScheme }

export type TokenAnswer =
  | { kind: 'listed'; tokens: TokenListed[] }
  | { kind: 'opened'; certificates: Uint8Array[]; schemes: SignatureScheme[] }
  | { kind: 'signed'; signatures: Uint8Array[] }
  | { kind: 'failed'; reason: TokenReason }

let open: OpenToken | undefined
let before: Promise<unknown> = Promise.resolve()

process.on('message', (question: TokenQuestion) => {
  before = before.then(async () => process.send!(await answer(question)))
})
process.on('disconnect', () => process.exit(0))

async function answer(question: TokenQuestion): Promise<TokenAnswer> {
  try {
    if (question.kind === 'list') return { kind: 'listed', tokens: listTokens(loadDriver(question.driver)) }
    if (question.kind === 'sign') return { kind: 'signed', signatures: await signOnToken(open, question) }
    open = openTokenKey(loadDriver(question.driver), question.key, question.pin)
    return { kind: 'opened', certificates: open.certificates, schemes: open.schemes }
  } catch (error) {
    const known = error instanceof TokenProblem ? error.reason : null
    return { kind: 'failed', reason: known ?? (question.kind === 'sign' ? 'key_gone' : 'token_absent') }
  }
}
