import type { SignatureScheme } from '../cms/signature-scheme.ts'
import { parseCertificate } from '../x509/certificate.ts'
import { chainFrom } from './certificate-chain.ts'
import { schemesOf } from './schemes-of-key.ts'
import { tokenCall } from './token-mechanism.ts'
import { attributeOf, CK, type Cryptoki, objectsOf, slotOf, TokenProblem } from './token-module.ts'

/** Which key of which token: the token's serial number, and the key's CKA_ID in hexadecimal. */
export type TokenKey = { serial: string; keyId: string }

/** A token that is logged in, with the sessions that sign side by side. */
export type OpenToken = {
  certificates: Buffer[]
  schemes: SignatureScheme[]
  cryptoki: Cryptoki
  mechanisms: number[]
  sessions: Buffer[]
  key: Buffer
}

/** So many signatures run at once: an HSM has several engines, a USB token queues them itself. */
const SESSIONS = 4
const WRONG_PIN = [0xa0, 0xa1, 0xa2]
const PIN_LOCKED = 0xa4

/**
 * Logs in and finds the key with its certificates. Throws {@link TokenProblem}: `key_unusable` for a wrong PIN, which is tried once;
 * `key_locked`; `token_last_try` before the token's own last try is spent; `token_absent` without token, key or certificate.
 */
export function openTokenKey(cryptoki: Cryptoki, { serial, keyId }: TokenKey, pin: string): OpenToken {
  const slot = slotOf(cryptoki, serial)
  const { flags } = cryptoki.C_GetTokenInfo(slot)
  if (flags & CK.pinLocked) throw new TokenProblem('key_locked')
  if (flags & CK.finalTry) throw new TokenProblem('token_last_try')
  const first = cryptoki.C_OpenSession(slot, CK.serialSession)
  logIn(cryptoki, first, pin)
  const [key] = objectsOf(cryptoki, first, CK.privateKey, Buffer.from(keyId, 'hex'))
  if (!key) throw new TokenProblem('token_absent')
  const chain = certificatesOf(cryptoki, first, Buffer.from(keyId, 'hex'))
  const more = Array.from({ length: SESSIONS - 1 }, () => cryptoki.C_OpenSession(slot, CK.serialSession))
  const mechanisms = cryptoki.C_GetMechanismList(slot)
  const schemes = schemesOf(chain[0]!.publicKey()!).filter((scheme) => tokenCall(scheme, mechanisms) !== null)
  return { certificates: chain.map(({ der }) => der), schemes, cryptoki, mechanisms, sessions: [first, ...more], key }
}

function logIn(cryptoki: Cryptoki, session: Buffer, pin: string): void {
  try {
    cryptoki.C_Login(session, CK.user, pin)
  } catch (error) {
    const { code = 0 } = error as { code?: number }
    if (code === PIN_LOCKED) throw new TokenProblem('key_locked')
    throw new TokenProblem(WRONG_PIN.includes(code) ? 'key_unusable' : 'token_absent')
  }
}

function certificatesOf(cryptoki: Cryptoki, session: Buffer, id: Buffer) {
  const read = (object: Buffer) => parseCertificate(attributeOf(cryptoki, session, object, CK.value))
  const [own] = objectsOf(cryptoki, session, CK.certificate, id).map(read)
  if (!own?.publicKey()) throw new TokenProblem('token_absent')
  return chainFrom(own, objectsOf(cryptoki, session, CK.certificate).map(read))
}

/** One signature a text, in order; all or nothing. */
export async function signOnToken(
  open: OpenToken | undefined,
  { tbs, scheme }: { tbs: readonly Uint8Array[]; scheme: SignatureScheme },
): Promise<Buffer[]> {
  const call = open && tokenCall(scheme, open.mechanisms)
  if (!call) throw new TokenProblem('key_gone')
  const { cryptoki, key, sessions } = open
  const signatures: Buffer[] = []
  const inSession = async (session: Buffer, first: number) => {
    for (let at = first; at < tbs.length; at += sessions.length) {
      cryptoki.C_SignInit(session, call.mechanism, key)
      signatures[at] = call.output(await cryptoki.C_SignAsync(session, call.input(tbs[at]!), Buffer.alloc(1024)))
    }
  }
  await Promise.all(sessions.map(inSession))
  return signatures
}
