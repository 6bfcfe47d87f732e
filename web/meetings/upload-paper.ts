import { ApiRefusal, refusalFrom } from '../kernel/refused.ts'

/** The last steps of an upload are the server's: looking into the file. Until it has answered the bar is not full. */
const shareOfSending = 0.95

/** Sends a file to the house and tells how far it is, from 0 to 1. Throws ApiRefusal. */
export function uploadPaper(file: File, tell: (share: number) => void): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/files?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('idempotency-key', crypto.randomUUID())
    request.upload.onprogress = ({ loaded, total }) => tell((loaded / total) * shareOfSending)
    request.onerror = () => reject(new ApiRefusal({}))
    request.onload = () => {
      const answer = new Response(request.responseText, { status: request.status })
      if (answer.ok) resolve(JSON.parse(request.responseText) as { id: string })
      else void refusalFrom(answer).then(reject)
    }
    request.send(file)
  })
}
