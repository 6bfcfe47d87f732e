import { Form } from '../kernel/form.svelte.ts'
import { arrivalsTexts as t } from '../kernel/messages/arrivals.ts'
import { toasts } from '../kernel/toasts.svelte.ts'
import type { ArrivalDetail, ArrivalPage, RegisterAnswer } from './arrival-page.svelte.ts'
import type { ArrivalsDesk } from './arrivals-desk.svelte.ts'

/** The form that enters an arrival in the book. */
export type Registration = Form<Chosen, RegisterAnswer>
type Chosen = { bookId: string; confirmDuplicate: boolean; confirmInvalid: boolean }

/** True when the check of the file failed, so that the clerk must say that he has seen it. */
export function hasFailedCheck({ verificationOverall }: Pick<ArrivalDetail, 'verificationOverall'>): boolean {
  return verificationOverall === 'invalid' || verificationOverall === 'unreadable'
}

/** The registration of one arrival. The number given is shown on the desk and read out. */
export function registrationOf(page: ArrivalPage, desk: ArrivalsDesk): Registration {
  return new Form<Chosen, RegisterAnswer>({
    initial: { bookId: '', confirmDuplicate: false, confirmInvalid: false },
    check: ({ confirmDuplicate, confirmInvalid }) => ({
      confirmDuplicate: isUnconfirmed(hasDuplicates(page), confirmDuplicate, t.confirmDuplicateMissing),
      confirmInvalid: isUnconfirmed(isInvalid(page), confirmInvalid, t.confirmInvalidMissing),
    }),
    send: ({ bookId, ...confirmed }) => page.register({ ...confirmed, ...(bookId ? { bookId } : {}) }),
    done: ({ id, number }) => {
      const code = page.detail?.code ?? ''
      desk.lastRegistered = { id, code, number }
      toasts.show(t.done_register(number, code))
    },
  })
}

const hasDuplicates = (page: ArrivalPage) => (page.detail?.duplicates.length ?? 0) > 0
const isInvalid = (page: ArrivalPage) => page.detail !== undefined && hasFailedCheck(page.detail)

function isUnconfirmed(needed: boolean, confirmed: boolean, problem: string): string | undefined {
  return needed && !confirmed ? problem : undefined
}
