import { answerArrival } from '#server/documents/answer-arrival.ts'
import { arrivalsJobs } from '#server/documents/arrivals.jobs.ts'
import { arrivalsRefusals } from '#server/documents/arrivals.refusals.ts'
import { arrivalsRoutes } from '#server/documents/arrivals.routes.ts'
import { composeRefusals } from '#server/documents/compose/compose.refusals.ts'
import { documentsRefusals } from '#server/documents/documents.refusals.ts'
import { documentsRoutes } from '#server/documents/documents.routes.ts'
import { documentsTopics } from '#server/documents/documents.topics.ts'
import { signingBatchesRoutes } from '#server/documents/signing-batches.routes.ts'
import { signatureChecksRefusals } from '#server/documents/signature-checks.refusals.ts'
import { signatureChecksRoutes } from '#server/documents/signature-checks.routes.ts'
import { exchangeJobs } from '#server/exchange/exchange.jobs.ts'
import { exchangeRefusals } from '#server/exchange/exchange.refusals.ts'
import { exchangeRoutes } from '#server/exchange/exchange.routes.ts'
import { hearArrival } from '#server/exchange/hear-arrival.ts'
import { sendDocument } from '#server/exchange/send-document.ts'
import { filesRefusals } from '#server/files/files.refusals.ts'
import { filesRoutes } from '#server/files/files.routes.ts'
import { identityRoutes } from '#server/identity/identity.routes.ts'
import { identityRefusals } from '#server/identity/identity.refusals.ts'
import { identityTopics } from '#server/identity/identity.topics.ts'
import { meetingsRefusals } from '#server/meetings/meetings.refusals.ts'
import { meetingsRoutes } from '#server/meetings/meetings.routes.ts'
import { meetingsTopics } from '#server/meetings/meetings.topics.ts'
import { preparationRoutes } from '#server/meetings/preparation.routes.ts'
import { votingRoutes } from '#server/meetings/voting.routes.ts'
import { countFinishedWork } from '#server/reports/count-finished-work.ts'
import { reportsRefusals } from '#server/reports/reports.refusals.ts'
import { reportsRoutes } from '#server/reports/reports.routes.ts'
import { tasksRefusals } from '#server/tasks/tasks.refusals.ts'
import { tasksRoutes } from '#server/tasks/tasks.routes.ts'
import { signingJobs } from '#server/signing/signing.jobs.ts'
import { signingRefusals } from '#server/signing/signing.refusals.ts'
import type { Hearers } from '#server/kernel/domain-events.ts'
import type { House } from '#server/kernel/house.ts'
import { newRoutes } from '#server/kernel/http.ts'
import type { JobWorkers } from '#server/kernel/jobs.ts'
import { kernelRefusals } from '#server/kernel/kernel.refusals.ts'
import type { RefusalText } from '#server/kernel/refusal.ts'
import type { TopicRule } from '#server/kernel/sockets.ts'

/** Every path of every room, chained so that the typed client knows them. */
export function roomRoutes(house: House) {
  return newRoutes()
    .route('/', identityRoutes(house))
    .route('/', filesRoutes(house))
    .route('/', documentsRoutes(house))
    .route('/', signingBatchesRoutes(house))
    .route('/', arrivalsRoutes(house))
    .route('/', signatureChecksRoutes(house))
    .route('/', exchangeRoutes(house))
    .route('/', tasksRoutes(house))
    .route('/', preparationRoutes(house))
    .route('/', meetingsRoutes(house))
    .route('/', votingRoutes(house))
    .route('/', reportsRoutes(house))
}

/** Every reason that a refusal may give, in both languages. */
export const refusalTexts: Record<string, RefusalText> = {
  ...kernelRefusals,
  ...identityRefusals,
  ...filesRefusals,
  ...composeRefusals,
  ...documentsRefusals,
  ...arrivalsRefusals,
  ...exchangeRefusals,
  ...tasksRefusals,
  ...meetingsRefusals,
  ...reportsRefusals,
  ...signingRefusals,
  ...signatureChecksRefusals,
}

/** Who may hear which topic. */
export const topicRules: TopicRule[] = [...identityTopics, ...documentsTopics, ...meetingsTopics]

/** Who runs which job. */
export const jobWorkers: JobWorkers = { ...signingJobs, ...arrivalsJobs, ...exchangeJobs }

/** Who hears which domain event of a room below, in this order. */
export const hearers: Hearers = {
  'document.issued': [answerArrival, sendDocument],
  'arrival.moved': [hearArrival],
  'work.finished': [countFinishedWork],
}
