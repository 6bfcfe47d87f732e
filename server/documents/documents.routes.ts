import { z } from 'zod'
import { serveFile } from '#server/files/door.ts'
import { signersOfAgency } from '#server/identity/door.ts'
import type { House } from '#server/kernel/house.ts'
import {
  act,
  actorOf,
  answerJson,
  body,
  commandOf,
  idParam,
  newRoutes,
  params,
  query,
  read,
} from '#server/kernel/http.ts'
import { foreignBytesHeaders } from '#server/kernel/security.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import { approveContent, approveInput } from './approve-content.ts'
import { approveForm } from './approve-form.ts'
import { cancelSigning } from './cancel-signing.ts'
import { completeSigning, completeSigningInput } from './complete-signing.ts'
import { documentDetailVisibleTo } from './document-detail.queries.ts'
import { documentCountsFor, documentListQuery, documentsVisibleTo } from './document-list.queries.ts'
import { outgoingRegisterVisibleTo, registerQuery } from './document-register.queries.ts'
import { documentSigningFor } from './document-signing.ts'
import { documentFileVisibleTo } from './document-file.ts'
import { documentVerificationFor } from './document-verification.queries.ts'
import { documentTypesOn } from './document.queries.ts'
import { previewOf } from './document-sheet.ts'
import { draftDocument, draftDocumentInput } from './draft-document.ts'
import { editDocument, editDocumentInput } from './edit-document.ts'
import { issueDocument, issueDocumentInput } from './issue-document.ts'
import { numberAndSeal, numberAndSealInput } from './number-and-seal.ts'
import { booksVisibleTo } from './number.queries.ts'
import { prepareSigning, prepareSigningInput } from './prepare-signing.ts'
import { preparedSigning } from '#server/signing/door.ts'
import { ofSigningInput, sendSigningCode } from './send-signing-code.ts'
import { returnDocument, returnDocumentInput } from './return-document.ts'
import { performInSteps } from './several-steps.ts'
import { signDocument, signDocumentInput } from './sign-document.ts'
import { submitDocument, submitDocumentInput } from './submit-document.ts'
import { voidNumber, voidNumberInput } from './void-number.ts'

/** The outgoing desk: its lists, one document, its files, and every act on its way. */
export function documentsRoutes(house: House) {
  return newRoutes().route('/', readers(house)).route('/', drafting(house)).route('/', keeping(house))
}

/** A preview changes with every word; nobody keeps it. It may show a file that somebody uploaded. */
const previewHeaders = {
  'content-type': 'application/pdf',
  'content-disposition': 'inline; filename="xem-truoc.pdf"',
  'cache-control': 'no-store',
}

const fileParams = idParam.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })

function readers(house: House) {
  const now = () => house.clock.now()
  return newRoutes()
    .get('/documents', query(documentListQuery), (c) =>
      read(c, (tx, actor) => documentsVisibleTo(tx, actor, c.req.valid('query'))),
    )
    .get('/documents/counts', (c) => read(c, documentCountsFor))
    .get('/documents/types', (c) => read(c, (tx) => documentTypesOn(tx, legalDay(now()))))
    .get('/documents/signers', (c) => read(c, (tx, actor) => signersOfAgency(tx, actor.agencyId, now())))
    .get('/documents/books', (c) => read(c, booksVisibleTo))
    .get('/documents/register', query(registerQuery), (c) =>
      read(c, (tx, actor) => outgoingRegisterVisibleTo(tx, actor, c.req.valid('query'))),
    )
    .get('/documents/:id', params(idParam), (c) =>
      read(c, (tx, actor) => documentDetailVisibleTo(tx, actor, c.req.valid('param').id)),
    )
    .get('/documents/:id/verification', params(idParam), (c) =>
      read(c, (tx, actor) => documentVerificationFor(tx, actor, c.req.valid('param').id)),
    )
    .get('/documents/:id/preview', params(idParam), async (c) => {
      const { bytes } = await previewOf(house, actorOf(c), c.req.valid('param').id)
      return c.body(Buffer.from(bytes), 200, { ...previewHeaders, ...foreignBytesHeaders })
    })
    .get('/documents/:id/files/:sha256', params(fileParams), async (c) =>
      serveFile(c, await documentFileVisibleTo(house, actorOf(c), c.req.valid('param'))),
    )
}

function drafting(house: House) {
  return newRoutes()
    .post('/documents', body(draftDocumentInput), (c) =>
      act(c, 'draftDocument', (work) => draftDocument(work, c.req.valid('json'))),
    )
    .put('/documents/:id', params(idParam), body(editDocumentInput), (c) =>
      act(c, 'editDocument', (work) => editDocument(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/documents/:id/submit', params(idParam), body(submitDocumentInput), async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json') }
      const ground = { house, actor: actorOf(c), command: commandOf(c, 'submitDocument', input) }
      return answerJson(c, await performInSteps(ground, submitDocument(ground, input)))
    })
    .post('/documents/:id/approve-content', params(idParam), body(approveInput), (c) =>
      act(c, 'approveContent', (work) => approveContent(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/documents/:id/approve-form', params(idParam), body(approveInput), (c) =>
      act(c, 'approveForm', (work) => approveForm(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/documents/:id/return', params(idParam), body(returnDocumentInput), (c) =>
      act(c, 'returnDocument', (work) => returnDocument(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
}

/** A PIN is no part of what is kept of a command, not even hashed. */
function keeping(house: House) {
  return newRoutes()
    .post('/documents/:id/sign', params(idParam), body(signDocumentInput), async (c) => {
      const { pin, ...asked } = { ...c.req.valid('param'), ...c.req.valid('json') }
      const ground = { house, actor: actorOf(c), command: commandOf(c, 'signDocument', asked) }
      return answerJson(c, await performInSteps(ground, signDocument(ground, { ...asked, pin })))
    })
    .post('/documents/:id/number-and-seal', params(idParam), body(numberAndSealInput), async (c) => {
      const { pin, ...asked } = { ...c.req.valid('param'), ...c.req.valid('json') }
      const ground = { house, actor: actorOf(c), command: commandOf(c, 'numberAndSeal', asked) }
      return answerJson(c, await performInSteps(ground, numberAndSeal(ground, { ...asked, pin })))
    })
    .route('/', slowSigning(house))
    .post('/documents/:id/void-number', params(idParam), body(voidNumberInput), (c) =>
      act(c, 'voidNumber', (work) => voidNumber(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/documents/:id/issue', params(idParam), body(issueDocumentInput), (c) =>
      act(c, 'issueDocument', (work) => issueDocument(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
}

/** Signing with a key that answers later: a remote service, a program on the signer's computer. */
function slowSigning(house: House) {
  return newRoutes()
    .get('/documents/:id/signing', params(idParam), async (c) =>
      answerJson(c, await documentSigningFor({ house, actor: actorOf(c) }, c.req.valid('param').id)),
    )
    .post('/documents/:id/prepare-signing', params(idParam), body(prepareSigningInput), async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json') }
      const ground = { house, actor: actorOf(c), command: commandOf(c, 'prepareSigning', input) }
      const { signingId } = await performInSteps(ground, prepareSigning(ground, input))
      return answerJson(c, await preparedSigning(ground, signingId))
    })
    .post('/documents/:id/send-signing-code', params(idParam), body(ofSigningInput), async (c) =>
      answerJson(
        c,
        await sendSigningCode({ house, actor: actorOf(c) }, { ...c.req.valid('param'), ...c.req.valid('json') }),
      ),
    )
    .post('/documents/:id/complete-signing', params(idParam), body(completeSigningInput), async (c) => {
      const { pin, code, ...asked } = { ...c.req.valid('param'), ...c.req.valid('json') }
      const ground = { house, actor: actorOf(c), command: commandOf(c, 'completeSigning', asked) }
      return answerJson(c, await performInSteps(ground, completeSigning(ground, { ...asked, pin, code })))
    })
    .post('/documents/:id/cancel-signing', params(idParam), body(ofSigningInput), (c) =>
      act(c, 'cancelSigning', (work) => cancelSigning(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
}
