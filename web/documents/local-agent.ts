import type { KeyHolder } from '../../server/signing/key-holders/key-holder.ts'

/**
 * Why a signing program on this computer gave no signature: `key_unusable` it said no (a wrong PIN), `agent_cancelled` the signer
 * closed its window, `key_gone` it does not answer. `said` are its own words.
 */
export class AgentRefusal extends Error {
  readonly reason: 'key_unusable' | 'agent_cancelled' | 'key_gone'
  readonly said: string

  constructor(reason: AgentRefusal['reason'], said = '') {
    super(reason)
    this.reason = reason
    this.said = said
  }
}

type Answer = { Status: number; Message?: string; Certificate?: string; Signature?: string }
/** What such programs answer when their window was closed. */
const cancelled = 11

/**
 * A signing program of the VGCA kind as a key holder: each call is a WebSocket of its own on this computer, one message there and one
 * back. It asks for its PIN itself; neither PIN nor key ever reaches the page.
 */
export async function openLocalAgent(url: string): Promise<KeyHolder> {
  const { Certificate: certificate } = await call(url, 'GetCertInfo', {})
  if (certificate === undefined) throw new AgentRefusal('key_gone')
  let open = true
  return {
    certificates: [bytesOf(certificate)],
    schemes: [{ kind: 'rsa-pkcs1', hash: 'sha256' }],
    async sign(tbs) {
      const signatures: Uint8Array[] = []
      for (const text of tbs) {
        if (!open) throw new AgentRefusal('key_gone')
        signatures.push(await signBytes(url, text))
      }
      return signatures
    },
    close: () => Promise.resolve(void (open = false)),
  }
}

async function signBytes(url: string, text: Uint8Array): Promise<Uint8Array> {
  const asked = { Base64Content: base64Of(text), HashAlg: 'Sha256', ReturnSignatureOnly: 'true' }
  const { Signature: signature } = await call(url, 'SignMsg', asked)
  if (signature === undefined) throw new AgentRefusal('key_unusable')
  return bytesOf(signature)
}

/** Lets the program fetch a file, sign all of it and return it to the same address. Resolves when it says that it did. */
export async function signWholeFile(url: string, fileUrl: string): Promise<void> {
  await call(url, 'SignApproved', {
    FileUploadHandler: fileUrl,
    SessionId: '',
    JWTToken: '',
    FileName: fileUrl,
    MetaData: [],
  })
}

function call(url: string, name: string, asked: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}/${name}`)
    const gone = () => reject(new AgentRefusal('key_gone'))
    socket.onopen = () => socket.send(JSON.stringify(asked))
    socket.onerror = gone
    socket.onclose = gone
    socket.onmessage = ({ data }) => {
      const answer = read(String(data))
      if (answer.Status === 0) resolve(answer)
      else reject(new AgentRefusal(answer.Status === cancelled ? 'agent_cancelled' : 'key_unusable', answer.Message))
      socket.close()
    }
  })
}

function read(text: string): Answer {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return { Status: 500, Message: text.slice(0, 200) }
  }
}

/** Standard base64, as such programs and our server speak it. */
export function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** The bytes of a base64 text. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}
