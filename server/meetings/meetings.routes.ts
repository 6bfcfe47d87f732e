import { z } from 'zod'
import { serveFile } from '#server/files/door.ts'
import type { House } from '#server/kernel/house.ts'
import { act, actorOf, body, idParam, newRoutes, params, query, read } from '#server/kernel/http.ts'
import { answerInvitation, answerInvitationInput } from './answer-invitation.ts'
import { cancelMeeting } from './cancel-meeting.ts'
import { answerCatchUp } from './answer-catch-up.ts'
import { catchUp } from './catch-up.ts'
import { checkIn, checkInInput } from './check-in.ts'
import { closeMeeting } from './close-meeting.ts'
import { draftConclusionNotice, draftConclusionNoticeInput } from './draft-conclusion-notice.ts'
import { giveStage, giveStageInput } from './give-stage.ts'
import { goToItem, goToItemInput } from './go-to-item.ts'
import { meetingListQuery, meetingsVisibleTo } from './meeting-list.queries.ts'
import { openMeeting } from './open-meeting.ts'
import { paperFileVisibleTo } from './paper-file.queries.ts'
import { pauseMeeting } from './pause-meeting.ts'
import { resumeMeeting } from './resume-meeting.ts'
import { audiences } from './screen.state.ts'
import { openSharedSnapshots, readWhole } from './shared-snapshots.ts'
import { meetingDetailVisibleTo } from './snapshot.queries.ts'
import { turnPage, turnPageInput } from './turn-page.ts'
import { writeConclusion, writeConclusionInput } from './write-conclusion.ts'

const paperParam = idParam.extend({ paperId: z.uuid() })
const itemParam = idParam.extend({ itemId: z.uuid() })
const liveQuery = z.object({
  epoch: z.string().max(100).optional(),
  since: z.coerce.number().int().min(0).optional(),
  audience: z.enum(audiences).optional(),
})

/** The lists, the live room and what follows from it. Preparation and votes have their own routes. */
export function meetingsRoutes(house: House) {
  const ground = { house, snapshots: openSharedSnapshots(house) }
  return newRoutes()
    .get('/meetings', query(meetingListQuery), (c) =>
      read(c, (db, actor) => meetingsVisibleTo(db, actor, c.req.valid('query'))),
    )
    .get('/meetings/:id', params(idParam), (c) =>
      read(c, (_db, actor) => readWhole(house, (tx) => meetingDetailVisibleTo(tx, actor, c.req.valid('param').id))),
    )
    .get('/meetings/:id/live', params(idParam), query(liveQuery), (c) =>
      answerCatchUp(c, catchUp(ground, actorOf(c), { meetingId: c.req.valid('param').id, ...c.req.valid('query') })),
    )
    .get('/meetings/:id/papers/:paperId/file', params(paperParam), async (c) =>
      serveFile(c, await paperFileVisibleTo(house.db, actorOf(c), c.req.valid('param'))),
    )
    .post('/meetings/:id/answer', params(idParam), body(answerInvitationInput), (c) =>
      act(c, 'answerInvitation', (work) => answerInvitation(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/meetings/:id/cancel', params(idParam), (c) =>
      act(c, 'cancelMeeting', (work) => cancelMeeting(work, c.req.valid('param'))),
    )
    .post('/meetings/:id/open', params(idParam), (c) =>
      act(c, 'openMeeting', (work) => openMeeting(work, c.req.valid('param'))),
    )
    .post('/meetings/:id/pause', params(idParam), (c) =>
      act(c, 'pauseMeeting', (work) => pauseMeeting(work, c.req.valid('param'))),
    )
    .post('/meetings/:id/resume', params(idParam), (c) =>
      act(c, 'resumeMeeting', (work) => resumeMeeting(work, c.req.valid('param'))),
    )
    .post('/meetings/:id/close', params(idParam), (c) =>
      act(c, 'closeMeeting', (work) => closeMeeting(work, c.req.valid('param'))),
    )
    .post('/meetings/:id/check-in', params(idParam), body(checkInInput), (c) =>
      act(c, 'checkIn', (work) => checkIn(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/meetings/:id/current-item', params(idParam), body(goToItemInput), (c) =>
      act(c, 'goToItem', (work) => goToItem(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/meetings/:id/stage', params(idParam), body(turnPageInput), (c) =>
      act(c, 'turnPage', (work) => turnPage(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/meetings/:id/presenter', params(idParam), body(giveStageInput), (c) =>
      act(c, 'giveStage', (work) => giveStage(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .put('/meetings/:id/items/:itemId/conclusion', params(itemParam), body(writeConclusionInput), (c) =>
      act(c, 'writeConclusion', (work) => writeConclusion(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .post('/meetings/:id/notice', params(idParam), body(draftConclusionNoticeInput), (c) =>
      act(c, 'draftConclusionNotice', (work) =>
        draftConclusionNotice(work, { ...c.req.valid('param'), ...c.req.valid('json') }),
      ),
    )
}
