import type { InferResponseType } from 'hono/client'
import type { api } from './api.ts'
import { ApiRefusal, refusalFrom } from './refused.ts'

/** What the server says about a file that it took in. */
export type Uploaded = InferResponseType<typeof api.files.$post>

/** The server still looks into the file after the last byte; until it has answered the bar is not full. */
const shareOfSending = 0.95

/** {@link postFile} to the house's uploads. The name travels in NFC. */
export function upload(file: File, tell?: (share: number) => void): Promise<Uploaded> {
  return postFile(`/api/files?name=${encodeURIComponent(file.name.normalize('NFC'))}`, file, tell)
}

/**
 * Sends a file as the body of a request and tells how far it is, from 0 to 1. Throws ApiRefusal with the reason. The key makes a repeat
 * harmless; `fetch` cannot tell progress, hence the older request.
 */
export function postFile<Answer>(
  address: string,
  file: File,
  tell: (share: number) => void = () => undefined,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const request = new XMLHttpRequest()
  request.open('POST', address)
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.setRequestHeader('idempotency-key', crypto.randomUUID())
  request.upload.onprogress = ({ loaded, total }) => tell((loaded / total) * shareOfSending)
  request.onerror = () => reject(new ApiRefusal({}))
  request.onload = () => {
    const isGood = request.status >= 200 && request.status < 300
    if (!isGood) return void refusalFrom(new Response(request.responseText)).then(reject)
    tell(1)
    resolve(JSON.parse(request.responseText) as Answer)
  }
  request.send(file)
  return promise
}
