import type { Acts } from './act.ts'
import { arrivalActs, taskActs } from './of-arrivals.ts'
import { documentActs } from './of-documents.ts'
import { identityActs } from './of-identity.ts'
import { meetingActs } from './of-meetings.ts'
import { signingBatchActs } from './of-signing-batches.ts'

/** Every route that changes something, with a request that does it. Complete: `repeats.test.ts` holds it against the app. */
export const allActs: Acts = {
  ...identityActs,
  ...documentActs,
  ...signingBatchActs,
  ...arrivalActs,
  ...taskActs,
  ...meetingActs,
}
