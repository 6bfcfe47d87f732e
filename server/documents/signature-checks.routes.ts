import { Readable } from 'node:stream'
import { z } from 'zod'
import { contentDisposition, requestBytes } from '#server/files/door.ts'
import { callerOf } from '#server/identity/door.ts'
import type { House } from '#server/kernel/house.ts'
import { actorOf, answerJson, body, idParam, newRoutes, params } from '#server/kernel/http.ts'
import { foreignBytesHeaders } from '#server/kernel/security.ts'
import { line } from '#server/kernel/text-input.ts'
import { checkLimit_bytes, checkSignatures } from './check-signatures.ts'
import { printArrivalFinding, printCheckedFinding, printDocumentFinding } from './print-finding.ts'
import { takeArrivalEvidence, takeDocumentEvidence, type TakenEvidence } from './take-evidence.ts'

const printInput = z.object({ name: line(255), sealed: z.string().max(900_000) })

/**
 * Findings about signatures for people. The first two answer without a session (`openRoutes` of the app names them): anybody may
 * have a PDF checked, and take the result of the last hour as a PDF. Neither keeps anything.
 */
export function signatureChecksRoutes(house: House) {
  return newRoutes()
    .post('/signature-checks', async (c) => {
      const { address } = callerOf(c, house.config)
      return answerJson(c, await checkSignatures(house, address, () => requestBytes(c, checkLimit_bytes)))
    })
    .post('/signature-checks/print', body(printInput), async (c) =>
      c.body(...pdf(await printCheckedFinding(house, callerOf(c, house.config).address, c.req.valid('json')))),
    )
    .get('/arrivals/:id/verification/print', params(idParam), async (c) =>
      c.body(...pdf(await printArrivalFinding(house, actorOf(c), c.req.valid('param').id))),
    )
    .get('/documents/:id/verification/print', params(idParam), async (c) =>
      c.body(...pdf(await printDocumentFinding(house, actorOf(c), c.req.valid('param').id))),
    )
    .get('/arrivals/:id/evidence', params(idParam), async (c) =>
      c.body(...zip(await takeArrivalEvidence(house, actorOf(c), c.req.valid('param').id))),
    )
    .get('/documents/:id/evidence', params(idParam), async (c) =>
      c.body(...zip(await takeDocumentEvidence(house, actorOf(c), c.req.valid('param').id))),
    )
}

/** Written as it is read, so that the server holds one copy of the file and not two. */
function zip({ pieces, name }: TakenEvidence) {
  const headers = {
    'content-type': 'application/zip',
    'content-disposition': contentDisposition('attachment', name),
    'cache-control': 'no-store',
    ...foreignBytesHeaders,
  }
  return [Readable.toWeb(Readable.from(pieces)) as ReadableStream, 200, headers] as const
}

/** A finding is of its moment: nobody keeps the paper but who took it. */
function pdf({ bytes, name }: { bytes: Uint8Array; name: string }) {
  const headers = {
    'content-type': 'application/pdf',
    'content-disposition': contentDisposition('attachment', name),
    'cache-control': 'no-store',
    ...foreignBytesHeaders,
  }
  return [Buffer.from(bytes), 200, headers] as const
}
