import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import { act, body, idParam, newRoutes, params, read } from '#server/kernel/http.ts'
import { addAgendaItem } from './add-agenda-item.ts'
import { addPaper, addPaperInput } from './add-paper.ts'
import { editAgendaItem } from './edit-agenda-item.ts'
import { editMeeting, editMeetingInput } from './edit-meeting.ts'
import { inviteMembers } from './invite-members.ts'
import { itemInput } from './item-input.ts'
import { meetingTypesVisibleTo } from './meeting.queries.ts'
import { moveAgendaItems, moveAgendaItemsInput } from './move-agenda-items.ts'
import { prepareMeeting, prepareMeetingInput } from './prepare-meeting.ts'
import { removeAgendaItem } from './remove-agenda-item.ts'
import { removeMember } from './remove-member.ts'
import { removePaper } from './remove-paper.ts'
import { setMembers, setMembersInput } from './set-members.ts'

const itemParam = idParam.extend({ itemId: z.uuid() })
const memberParam = idParam.extend({ postId: z.uuid() })
const paperParam = idParam.extend({ paperId: z.uuid() })

/** Before the session: title and time, seats, agenda, papers, the invitation. Most may still change while it goes on. */
export function preparationRoutes(house: House) {
  return newRoutes()
    .get('/meeting-types', (c) => read(c, (db, actor) => meetingTypesVisibleTo(db, actor, house.clock.now())))
    .post('/meetings', body(prepareMeetingInput), (c) =>
      act(c, 'prepareMeeting', (work) => prepareMeeting(work, c.req.valid('json'))),
    )
    .put('/meetings/:id', params(idParam), body(editMeetingInput), (c) =>
      act(c, 'editMeeting', (work) => editMeeting(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .put('/meetings/:id/members', params(idParam), body(setMembersInput), (c) =>
      act(c, 'setMembers', (work) => setMembers(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .delete('/meetings/:id/members/:postId', params(memberParam), (c) =>
      act(c, 'removeMember', (work) => removeMember(work, c.req.valid('param'))),
    )
    .post('/meetings/:id/items', params(idParam), body(itemInput), (c) =>
      act(c, 'addAgendaItem', (work) => addAgendaItem(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .put('/meetings/:id/items/:itemId', params(itemParam), body(itemInput), (c) =>
      act(c, 'editAgendaItem', (work) => editAgendaItem(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .put('/meetings/:id/agenda', params(idParam), body(moveAgendaItemsInput), (c) =>
      act(c, 'moveAgendaItems', (work) => moveAgendaItems(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .delete('/meetings/:id/items/:itemId', params(itemParam), (c) =>
      act(c, 'removeAgendaItem', (work) => removeAgendaItem(work, c.req.valid('param'))),
    )
    .post('/meetings/:id/items/:itemId/papers', params(itemParam), body(addPaperInput), (c) =>
      act(c, 'addPaper', (work) => addPaper(work, { ...c.req.valid('param'), ...c.req.valid('json') })),
    )
    .delete('/meetings/:id/papers/:paperId', params(paperParam), (c) =>
      act(c, 'removePaper', (work) => removePaper(work, c.req.valid('param'))),
    )
    .post('/meetings/:id/invite', params(idParam), (c) =>
      act(c, 'inviteMembers', (work) => inviteMembers(work, c.req.valid('param'))),
    )
}
