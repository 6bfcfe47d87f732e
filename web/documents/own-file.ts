import { refusalFrom, whyNot } from '../kernel/refused.ts'
import type { PickedFile } from '../parts/picked-file.ts'

/** Uploads the drafter's own file and says how far it is; answers its id, or undefined with the reason in `file.error`. */
export function uploadOwnFile(file: PickedFile, moved: (file: PickedFile) => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/files?name=${encodeURIComponent(file.file.name.normalize('NFC'))}`)
    request.setRequestHeader('idempotency-key', crypto.randomUUID())
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => moved({ ...file, progress: (0.95 * loaded) / total })
    request.onerror = () => fail(new Error('offline'))
    request.onload = () => {
      if (request.status === 200) {
        moved({ ...file, progress: 1 })
        resolve((JSON.parse(request.responseText) as { id: string }).id)
      } else void refusalFrom(new Response(request.responseText)).then(fail)
    }
    const fail = (error: unknown) => {
      moved({ ...file, error: whyNot(error) })
      resolve(undefined)
    }
    request.send(file.file)
  })
}
