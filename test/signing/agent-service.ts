import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { KeyObject } from 'node:crypto'
import { afterAll } from 'vitest'
import { WebSocketServer, type RawData } from 'ws'
import { signWithScheme } from '#server/signing/cms/signature-scheme.ts'
import { signed } from './signing-desk.ts'

/** What the signer does at the program's own window. */
export type AgentBehaviour = { pin: 'right' | 'wrong' | 'cancelled'; field: string; silent: boolean }

type Asked = { Base64Content?: string; FileName?: string; FileUploadHandler?: string; JWTToken?: string }
const pkcs1 = { kind: 'rsa-pkcs1', hash: 'sha256' } as const

/**
 * A signing program on the signer's computer, as the reference describes those of the Government Cipher Committee: a double, since the
 * program itself runs on Windows only. Each call is a WebSocket to `/Name`, one JSON text there, one back; whole files are fetched
 * from FileName and returned to FileUploadHandler as `uploadfile`. Its signatures are real. Over `ws`, where the real one has TLS.
 */
export async function openAgentService(key: KeyObject, chain: Buffer[], changes: Partial<AgentBehaviour> = {}) {
  const behaviour: AgentBehaviour = { pin: 'right', field: 'leader_signature', silent: false, ...changes }
  const calls: string[] = []
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  afterAll(() => server.close())
  server.on('connection', (socket, request) => {
    const name = request.url!.slice(1)
    calls.push(name)
    socket.on('message', (text: RawData) => {
      const asked = JSON.parse((text as Buffer).toString('utf8')) as Asked
      if (behaviour.silent) return socket.terminate()
      void answerTo({ key, chain, behaviour }, name, asked).then((answer) => socket.send(JSON.stringify(answer)))
    })
  })
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, behaviour, calls }
}

type Program = { key: KeyObject; chain: Buffer[]; behaviour: AgentBehaviour }
const wholeFiles = ['SignApproved', 'SignIssued', 'SignIncome', 'Comment', 'SignAppendix', 'SignCopy', 'SignFiles']

async function answerTo(program: Program, name: string, asked: Asked): Promise<object> {
  if (name === 'GetVersion') return { Status: 0, Message: '1.0' }
  if (name === 'GetCertInfo') return { Status: 0, Certificate: program.chain[0]!.toString('base64') }
  if (program.behaviour.pin === 'cancelled') return { Status: 11, Message: 'Người dùng đã hủy.' }
  if (program.behaviour.pin === 'wrong') return { Status: 1, Message: 'Sai mã PIN.' }
  if (name === 'SignMsg') return { Status: 0, Signature: value(program, asked).toString('base64') }
  return wholeFiles.includes(name) ? signFile(program, asked) : { Status: 500, Message: `no ${name}` }
}

function value({ key }: Program, { Base64Content: content }: Asked): Buffer {
  return signWithScheme(pkcs1, key, Buffer.from(content!, 'base64'))
}

async function signFile({ key, chain, behaviour }: Program, asked: Asked): Promise<object> {
  const base = Buffer.from(await (await fetch(asked.FileName!)).arrayBuffer())
  const bytes = signed(base, { key, chain }, { field: behaviour.field, scheme: pkcs1, signedAt: new Date() })
  const form = new FormData()
  form.append('uploadfile', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), 'signed.pdf')
  const answer = await fetch(asked.FileUploadHandler!, { method: 'POST', body: form })
  const { Status, FileServer } = (await answer.json()) as { Status: boolean; FileServer: string }
  return { Status: Status ? 0 : 1, FileName: 'signed.pdf', FileServer, Message: '' }
}
