import { randomUUID, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll } from 'vitest'
import { digestSigned, digestSignedByCurve } from './sign-digest.ts'

type Json = Record<string, unknown>
type Refused = { status: number; error: string; error_description: string }
type Sad = { hashes: string[]; left: number; until: number }

/** How the service behaves; a test may change it while it runs. */
export type CscBehaviour = {
  pin: string
  code: string
  /** What it wants: PIN and a code, a confirmation on the device, or a PIN only. */
  wants: 'code' | 'device' | 'pin'
  status: 'valid' | 'revoked' | 'expired' | 'suspended'
  multisign: number
  sadLasts_ms: number
  /** Answers 503 to everything. */
  down: boolean
  /** The signer has pressed "agree" on the device. */
  confirmed: boolean
  /** Called before each answer; a test may wait, or kill somebody. */
  before(method: string): Promise<void> | void
}

/**
 * A remote signing service in the way of CSC API v2 (clauses 8.3, 8.4.4 and 11): a double, since no provider can be reached from a
 * test. It checks what the specification makes a service check: the bearer, PIN and code (each code once), that each hash was
 * authorised, how many, and the age of the activation data. Its signatures are real.
 */
export async function openCscService(key: KeyObject, chain: Uint8Array[], changes: Partial<CscBehaviour> = {}) {
  const behaviour: CscBehaviour = {
    ...{ pin: '135790', code: '246802', wants: 'code', status: 'valid', multisign: 50, sadLasts_ms: 300_000 },
    ...{ down: false, confirmed: false, before: () => undefined },
    ...changes,
  }
  const state = newState(key, chain, behaviour)
  const server = createServer((request, response) => void serve(state, request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => void server.closeAllConnections()
  afterAll(() => (close(), server.close()))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/csc/v2`
  return {
    url,
    behaviour,
    chain,
    calls: state.calls,
    credentialID: 'GX0112348',
    client: 'ecabinet',
    secret: 'bí mật của ứng dụng',
  }
}

function newState(key: KeyObject, chain: Uint8Array[], behaviour: CscBehaviour) {
  return {
    key,
    chain,
    behaviour,
    calls: [] as string[],
    bearers: new Set<string>(),
    sads: new Map<string, Sad>(),
    handles: new Map<string, Sad>(),
    spentCodes: new Set<string>(),
    wrong: 0,
  }
}
type State = ReturnType<typeof newState>

class No extends Error {
  readonly refused: Refused
  constructor(error: string, error_description: string, status = 400) {
    super(error)
    this.refused = { status, error, error_description }
  }
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.url!.replace('/csc/v2/', '')
  const body = await text(request)
  state.calls.push(method)
  await state.behaviour.before(method)
  const { status, json } = answerTo(state, {
    method,
    body,
    bearer: request.headers.authorization?.replace('Bearer ', ''),
  })
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(status === 204 ? undefined : JSON.stringify(json))
}

type Asked = { method: string; body: string; bearer: string | undefined }

function answerTo(state: State, asked: Asked): { status: number; json: Json } {
  if (state.behaviour.down) return { status: 503, json: { error: 'temporarily_unavailable' } }
  try {
    if (asked.method === 'oauth2/token') return { status: 200, json: token(state, new URLSearchParams(asked.body)) }
    const json = JSON.parse(asked.body) as Json
    if (asked.method === 'info') return { status: 200, json: info }
    if (!state.bearers.has(asked.bearer ?? '')) throw new No('invalid_token', 'The access token is invalid', 401)
    return methods[asked.method]!(state, json)
  } catch (error) {
    if (!(error instanceof No)) throw error
    const { status, ...json } = error.refused
    return { status, json }
  }
}

const info = {
  specs: '2.0.0.2',
  name: 'Dịch vụ ký thử',
  logo: 'https://ky.example.vn/logo.png',
  region: 'VN',
  lang: 'vi',
  description: 'a double',
  authType: ['oauth2client'],
  methods: ['credentials/list', 'credentials/info', 'credentials/authorize', 'signatures/signHash'],
}

function token(state: State, form: URLSearchParams): Json {
  if (form.get('grant_type') !== 'client_credentials') throw new No('unsupported_grant_type', 'client_credentials only')
  if (form.get('client_secret') !== 'bí mật của ứng dụng') throw new No('invalid_client', 'unknown client', 401)
  const access_token = randomUUID()
  state.bearers.add(access_token)
  return { access_token, token_type: 'Bearer', expires_in: 3600 }
}

const good = (json: Json, status = 200) => ({ status, json })

const methods: Record<string, (state: State, json: Json) => { status: number; json: Json }> = {
  'credentials/list': () => good({ credentialIDs: ['GX0112348'] }),
  'credentials/info': (state, json) => (known(json), good(credential(state))),
  'credentials/getChallenge': (_state, json) => {
    known(json)
    if (json['authObjectID'] !== 'OTP') throw new No('invalid_request', 'Invalid parameter authObjectID')
    return good({}, 204)
  },
  'credentials/authorize': (state, json) => {
    known(json)
    const hashes = hashesIn(json)
    if (json['numSignatures'] !== hashes.length || hashes.length > state.behaviour.multisign)
      throw new No('invalid_request', 'Numbers of signatures is too high')
    checkProof(state, json['authData'] as { id: string; value?: string }[])
    const sad = { hashes, left: hashes.length, until: Date.now() + state.behaviour.sadLasts_ms }
    return state.behaviour.wants === 'device'
      ? underway(state, sad)
      : good({ SAD: granted(state, sad), expiresIn: 300 })
  },
  'credentials/authorizeCheck': (state, json) => {
    const sad = state.handles.get(String(json['handle']))
    if (!sad) throw new No('invalid_request', 'Invalid parameter handle')
    return state.behaviour.confirmed ? good({ SAD: granted(state, sad) }) : good({ handle: json['handle'] }, 202)
  },
  'signatures/signHash': (state, json) => {
    known(json)
    const sad = state.sads.get(String(json['SAD']))
    if (!sad) throw new No('invalid_request', 'Invalid parameter SAD')
    if (Date.now() > sad.until) throw new No('invalid_request', 'SAD expired')
    const hashes = hashesIn(json)
    if (hashes.length > sad.left) throw new No('invalid_request', 'Numbers of signatures is too high')
    if (hashes.some((hash) => !sad.hashes.includes(hash)))
      throw new No('invalid_request', 'Hash is not authorized by the SAD')
    sad.left -= hashes.length
    return good({ signatures: hashes.map((hash) => signedHash(state, json, hash)) })
  },
}

function known({ credentialID }: Json): void {
  if (credentialID !== 'GX0112348') throw new No('invalid_request', 'Invalid parameter credentialID')
}

function hashesIn({ hashes }: Json): string[] {
  const list = hashes as string[]
  if (!Array.isArray(list) || list.length === 0) throw new No('invalid_request', 'Empty hash array')
  for (const hash of list)
    if (Buffer.from(hash, 'base64').length < 32) throw new No('invalid_request', 'Invalid digest value length')
  return list
}

const ecdsaWith = { sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3' }
const curveIds: Record<string, string> = { prime256v1: '1.2.840.10045.3.1.7', secp384r1: '1.3.132.0.34' }

function credential({ key, chain, behaviour }: State): Json {
  const rsa = ['1.2.840.113549.1.1.10', '1.2.840.113549.1.1.11']
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails!
  const isLarge = namedCurve === 'secp384r1'
  const algo = modulusLength ? rsa : [isLarge ? ecdsaWith.sha384 : ecdsaWith.sha256]
  const len = modulusLength ?? (isLarge ? 384 : 256)
  const pin = { type: 'Password', id: 'PIN', format: 'N', label: 'PIN' }
  const second = {
    pin: [],
    code: [{ type: 'ChallengeResponse', id: 'OTP', format: 'N', label: 'Mã OTP' }],
    device: [{ type: 'ChallengeResponseOOB', id: 'APP', label: 'Ứng dụng' }],
  }
  const objects = behaviour.wants === 'device' ? second.device : [pin, ...second[behaviour.wants]]
  return {
    key: { status: 'enabled', algo, len, ...(modulusLength ? {} : { curve: curveIds[namedCurve!] }) },
    cert: { status: behaviour.status, certificates: chain.map((der) => Buffer.from(der).toString('base64')) },
    auth: { mode: 'explicit', expression: objects.map(({ id }) => id).join(' AND '), objects },
    SCAL: '2',
    multisign: behaviour.multisign,
    lang: 'vi',
  }
}

/** A code serves once. Three wrong answers lock the credential. */
function checkProof(state: State, authData: { id: string; value?: string }[]): void {
  const { pin, code, wants } = state.behaviour
  const given = Object.fromEntries(authData.map(({ id, value }) => [id, value]))
  const right = {
    pin: given['PIN'] === pin,
    code: given['PIN'] === pin && given['OTP'] === code && !state.spentCodes.has(code),
    device: 'APP' in given,
  }[wants]
  if (state.wrong >= 3) throw new No('invalid_request', 'Credential locked')
  if (!right) {
    state.wrong += 1
    throw new No('invalid_authentication_data', 'The authentication data is invalid')
  }
  state.wrong = 0
  if (wants === 'code') state.spentCodes.add(code)
}

function granted(state: State, sad: Sad): string {
  const id = randomUUID()
  state.sads.set(id, sad)
  return id
}

function underway(state: State, sad: Sad) {
  const handle = randomUUID()
  state.handles.set(handle, sad)
  return good({ handle }, 202)
}

function signedHash({ key }: State, json: Json, hash: string): string {
  const digest = Buffer.from(hash, 'base64')
  if (key.asymmetricKeyType === 'ec') {
    const own = digest.length === 48 ? ecdsaWith.sha384 : ecdsaWith.sha256
    if (json['signAlgo'] !== own) throw new No('invalid_request', 'Invalid parameter signAlgo')
    return digestSignedByCurve(key, digest).toString('base64')
  }
  const pss = json['signAlgo'] === '1.2.840.113549.1.1.10'
  if (pss && typeof json['signAlgoParams'] !== 'string')
    throw new No('invalid_request', 'Missing (or invalid type) string parameter signAlgoParams')
  return digestSigned(key, digest, pss ? 'pss' : 'plain').toString('base64')
}
