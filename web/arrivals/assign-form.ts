import { Form } from '../kernel/form.svelte.ts'
import { handlingTexts as t } from '../kernel/messages/handling.ts'
import type { AssignInput } from './arrival-page.svelte.ts'
import { type DeadlineChoice, deadlineOf } from './deadline-choice.ts'
import { lateReasonOf, noticingLate } from './late-reason.ts'

/** The form by which a head names a person for the unit's part; `give` sends it, `onsent` once the server agreed. */
export function assignForm(give: (input: AssignInput) => Promise<void>, onsent: () => unknown) {
  const form = new Form({
    initial: {
      postId: '',
      as: 'lead' as NonNullable<AssignInput['as']>,
      instruction: '',
      choice: 'given' as DeadlineChoice,
      day: '',
      isLate: false,
      lateReason: '',
    },
    check: ({ postId, choice, day }) => ({
      postId: postId === '' ? t.personMissing : undefined,
      day: choice === 'day' && day === '' ? t.dayMissing : undefined,
    }),
    send: ({ postId, as, instruction, choice, day, lateReason }) => {
      const words = instruction.trim() === '' ? {} : { instruction }
      const input = { postId, as, ...words, deadline: deadlineOf(choice, day), ...lateReasonOf(lateReason) }
      return noticingLate(give(input), () => (form.values.isLate = true))
    },
    done: onsent,
  })
  return form
}
