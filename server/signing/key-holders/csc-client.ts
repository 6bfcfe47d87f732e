import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import { cscPost, CscProblem, type CscService } from './csc-call.ts'

/** One thing that the service wants from the signer (CSC API v2 8.3.1). `OOB` kinds are confirmed on the signer's own device. */
const authObject = z.object({
  type: z.enum(['Password', 'PasswordOOB', 'ChallengeResponse', 'ChallengeResponseOOB']),
  id: z.string(),
  format: z.enum(['A', 'N']).optional(),
  label: z.string().optional(),
  description: z.string().optional(),
  generator: z.string().optional(),
})

const credentialInfo = z.object({
  key: z.object({ status: z.string(), algo: z.array(z.string()) }),
  cert: z.object({ status: z.string().optional(), certificates: z.array(z.string()).min(1) }),
  auth: z.object({ mode: z.string(), expression: z.string().optional(), objects: z.array(authObject).default([]) }),
  SCAL: z.string().default('1'),
  multisign: z.int().min(1),
})

/** What the service says of one of its keys: its certificates (DER in base64), what it wants, how many hashes at once. */
export type CredentialInfo = z.output<typeof credentialInfo>
/** One answer of the signer; without `value` for what is confirmed on a device. */
export type AuthData = { id: string; value?: string }

const authorized = z.union([z.object({ SAD: z.string().min(1) }), z.object({ handle: z.string().min(1) })])
/** Either the activation data, or a handle to ask with until the signer has confirmed. */
export type Authorization = z.output<typeof authorized>

/** The hashes of one authorisation. */
export type CscHashes = { credentialID: string; hashes: string[]; hashAlgorithmOID: string }

/** The calls of CSC API v2 that are used here, with the service's no as refusals of this room. */
export function cscClient(service: CscService) {
  let bearer: Promise<string> | undefined
  const call = async <T>(method: string, asked: object, shape: z.ZodType<T>): Promise<T> => {
    bearer ??= bearerOf(service)
    const sent = { type: 'application/json', body: JSON.stringify(asked), bearer: await bearer }
    const { json } = await cscPost(service, method, sent).catch(asRefusal)
    const read = shape.safeParse(json)
    return read.success ? read.data : refuse('unavailable', 'signing_service_down', { status: 200 })
  }
  return {
    info: () => call('info', {}, z.object({ specs: z.string(), methods: z.array(z.string()) })),
    credentialIds: async () =>
      (await call('credentials/list', {}, z.object({ credentialIDs: z.array(z.string()) }))).credentialIDs,
    credential: (credentialID: string) =>
      call('credentials/info', { credentialID, certificates: 'chain', certInfo: true, authInfo: true }, credentialInfo),
    /** The service sends its one-time code to the signer. */
    sendCode: (credentialID: string, authObjectID: string) =>
      call('credentials/getChallenge', { credentialID, authObjectID }, z.object({})),
    authorize: (asked: CscHashes, authData: AuthData[]) =>
      call('credentials/authorize', { ...asked, numSignatures: asked.hashes.length, authData }, authorized),
    authorizeCheck: (handle: string) => call('credentials/authorizeCheck', { handle }, authorized),
    signHash: async (asked: CscHashes & { SAD: string; signAlgo: string; signAlgoParams?: string }) =>
      (await call('signatures/signHash', asked, z.object({ signatures: z.array(z.base64()) }))).signatures,
  }
}

export type CscClient = ReturnType<typeof cscClient>

/** The given bearer, or one for the client's own name (RFC 6749 4.4). */
async function bearerOf(service: CscService): Promise<string> {
  if (service.client === null) return service.secret
  const form = {
    grant_type: 'client_credentials',
    scope: 'service',
    client_id: service.client,
    client_secret: service.secret,
  }
  const sent = { type: 'application/x-www-form-urlencoded', body: String(new URLSearchParams(form)) }
  const { json } = await cscPost(service, 'oauth2/token', sent).catch((error: unknown) => {
    if (error instanceof CscProblem) return refuse('unavailable', 'signing_service_closed', { error: error.error })
    throw error
  })
  return typeof json['access_token'] === 'string'
    ? json['access_token']
    : refuse('unavailable', 'signing_service_closed', { error: 'access_token' })
}

/** The words of CSC API v2 clause 10 and of the methods' error tables. */
function asRefusal(error: unknown): never {
  if (!(error instanceof CscProblem)) throw error
  const { error: word, description } = error
  if (word === 'invalid_authentication_data' || word === 'invalid_otp' || word === 'invalid_pin')
    refuse('invalid', 'key_unusable')
  if (/locked/i.test(description)) refuse('limited', 'key_locked')
  if (/SAD expired|expired SAD/i.test(description)) refuse('conflict', 'authorization_expired')
  if (/certificate is expired|disabled/i.test(description)) refuse('conflict', 'key_missing')
  if (['access_denied', 'invalid_token', 'unauthorized', 'invalid_client'].includes(word))
    refuse('unavailable', 'signing_service_closed', { error: word })
  return refuse('unavailable', 'signing_service_refused', { error: word, description: description.slice(0, 200) })
}
