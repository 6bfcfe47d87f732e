import { OutsideProblem } from './outside-problem.ts'
import { sendOnce } from './send-once.ts'

/** Which services may be asked. */
export interface OutsideRules {
  /** Hosts such as `ocsp.example.vn`, or `ocsp.example.vn:8080` for another port. Empty: nothing leaves the server. */
  hosts: string[]
  /** Whether these hosts may have addresses of local networks, as a service inside an agency has. */
  allowPrivate: boolean
  /** How long one question may take, redirects and all. */
  timeout_ms: number
}

/** One question to a service outside. Never carries a credential. */
export interface OutsideRequest {
  url: string
  /** Sent by POST; a question without it is a GET. */
  body?: { type: string; bytes: Uint8Array }
  /** Media types of answers that are used. */
  accept: string[]
  /** The longest answer that is used. */
  limit_bytes: number
}

/** What a service said. */
export interface OutsideReply {
  status: number
  /** The media type in lower case, without parameters. */
  type: string
  location: string | null
  bytes: Buffer
}

/** Asks one service and answers its bytes. *Rejects* with an {@link OutsideProblem}; nothing else. */
export type Outside = (request: OutsideRequest) => Promise<Buffer>

/** A service of this process, asked in place of the network: for the demonstration, which needs none. */
export type InProcess = (request: OutsideRequest) => Promise<Pick<OutsideReply, 'status' | 'type' | 'bytes'>>

const MAX_REDIRECTS = 3

/**
 * The way to services outside. Only http and https, only hosts that the rules name, only addresses of the public unless
 * the rules say otherwise; limits on time, size, redirects and kind of content. `inProcess` answers hosts without network.
 */
export function openOutside(rules: OutsideRules, inProcess: ReadonlyMap<string, InProcess> = new Map()): Outside {
  return async (request) => {
    const deadline = AbortSignal.timeout(rules.timeout_ms)
    let url = request.url
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const reply = await ask({ ...request, url }, { rules, deadline, inProcess })
      if (reply.status < 300 || reply.status >= 400) return content(reply, request)
      if (request.body || !reply.location) throw new OutsideProblem('redirected_wrongly', 'a redirect leads nowhere')
      url = URL.parse(reply.location, url)?.href ?? ''
    }
    throw new OutsideProblem('redirected_wrongly', `more than ${MAX_REDIRECTS} redirects`)
  }
}

type Way = { rules: OutsideRules; deadline: AbortSignal; inProcess: ReadonlyMap<string, InProcess> }

async function ask(request: OutsideRequest, { rules, deadline, inProcess }: Way): Promise<OutsideReply> {
  const url = soundAddress(request.url)
  const here = inProcess.get(url.host)
  if (here) return { location: null, ...(await here(request)) }
  if (!rules.hosts.includes(url.host.toLowerCase()))
    throw new OutsideProblem('host_not_allowed', `${url.host} is not among the hosts that may be asked`)
  return sendOnce(url, request, { allowPrivate: rules.allowPrivate, deadline })
}

function soundAddress(text: string): URL {
  const url = text.length <= 2000 ? URL.parse(text) : null
  if (!url || !/^https?:$/.test(url.protocol)) throw new OutsideProblem('address_malformed', 'no http or https address')
  if (url.username || url.password) throw new OutsideProblem('address_malformed', 'an address with a credential')
  return url
}

function content({ status, type, bytes }: OutsideReply, { accept, limit_bytes }: OutsideRequest): Buffer {
  if (status !== 200) throw new OutsideProblem('status_wrong', `status ${status}`)
  if (!accept.includes(type)) throw new OutsideProblem('content_wrong', `content of type ${type || '(none)'}`)
  if (bytes.length > limit_bytes) throw new OutsideProblem('too_large', `more than ${limit_bytes} bytes`)
  return bytes
}
