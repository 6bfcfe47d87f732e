import { Form } from '../kernel/form.svelte.ts'
import { handlingTexts as t } from '../kernel/messages/handling.ts'
import type { DirectionInput } from './arrival-page.svelte.ts'
import { type DeadlineChoice, deadlineOf } from './deadline-choice.ts'
import { lateReasonOf, noticingLate } from './late-reason.ts'
import { type UnitParts, unitsOf } from './unit-parts.ts'

/** The form of a direction; `give` sends it, `onsent` once the server agreed. What was typed stays on a refusal. */
export function directionForm(give: (input: DirectionInput) => Promise<void>, onsent: () => unknown) {
  const form = new Form({
    initial: {
      opinion: '',
      parts: {} as UnitParts,
      choice: 'given' as DeadlineChoice,
      day: '',
      isLate: false,
      lateReason: '',
    },
    check: ({ opinion, parts, choice, day }) => ({
      opinion: opinion.trim() === '' ? t.opinionMissing : undefined,
      leadUnitId: unitsOf(parts).leadUnitId === '' ? t.leadMissing : undefined,
      day: choice === 'day' && day === '' ? t.dayMissing : undefined,
    }),
    send: ({ opinion, parts, choice, day, lateReason }) => {
      const deadline = deadlineOf(choice, day)
      const sent = give({ opinion, ...unitsOf(parts), deadline, ...lateReasonOf(lateReason) })
      return noticingLate(sent, () => (form.values.isLate = true))
    },
    done: onsent,
  })
  return form
}
