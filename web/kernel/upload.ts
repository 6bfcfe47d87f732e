import type { InferResponseType } from 'hono/client'
import type { api } from './api.ts'
import { ApiRefusal, refusalFrom } from './refused.ts'

/** What the server says about a file that it took in. */
export type Uploaded = InferResponseType<typeof api.files.$post>

/** The server still looks into the file after the last byte; until it has answered the bar is not full. */
const shareOfSending = 0.95

/**
 * Sends a file to the house and tells how far it is, from 0 to 1. Throws ApiRefusal with the reason. The name travels in NFC, the key makes
 * a repeat harmless; `fetch` cannot tell progress, hence the older request.
 */
export function upload(file: File, tell: (share: number) => void = () => undefined): Promise<Uploaded> {
  const { promise, resolve, reject } = Promise.withResolvers<Uploaded>()
  const request = new XMLHttpRequest()
  request.open('POST', `/api/files?name=${encodeURIComponent(file.name.normalize('NFC'))}`)
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.setRequestHeader('idempotency-key', crypto.randomUUID())
  request.upload.onprogress = ({ loaded, total }) => tell((loaded / total) * shareOfSending)
  request.onerror = () => reject(new ApiRefusal({}))
  request.onload = () => {
    const isGood = request.status >= 200 && request.status < 300
    if (!isGood) return void refusalFrom(new Response(request.responseText)).then(reject)
    tell(1)
    resolve(JSON.parse(request.responseText) as Uploaded)
  }
  request.send(file)
  return promise
}
