import type { TestApp } from '#test/support/house.ts'
import { arrivalRights } from '#test/documents/arrivals.permissions.table.ts'
import { documentRights } from '#test/documents/permissions.table.ts'
import { signingBatchRights } from '#test/documents/signing-batches.permissions.table.ts'
import { signatureCheckRights } from '#test/documents/signature-checks.permissions.table.ts'
import { deliveryRights } from '#test/exchange/permissions.table.ts'
import { fileRights } from '#test/files/permissions.table.ts'
import { identityRights } from '#test/identity/permissions.table.ts'
import { meetingRights, type SeatRight } from '#test/meetings/permissions.table.ts'
import { reportRights } from '#test/reports/permissions.table.ts'
import { taskRights } from '#test/tasks/permissions.table.ts'

/** A row of the table over all rooms. `public`: answers without a session. */
export type Right = SeatRight & { public?: true }

/** The table of rights of the whole house: every path below `/api`, room by room. */
export const allRights: Right[] = [
  ...identityRights,
  ...fileRights,
  ...documentRights,
  ...signingBatchRights,
  ...arrivalRights,
  ...signatureCheckRights,
  ...deliveryRights,
  ...taskRights,
  ...meetingRights,
  ...reportRights,
]

/** For a program on the signer's computer that has no session: who holds the ticket of a signing gets its file, nobody else. */
const agentRoutes = ['GET /signing-agent/:ticket', 'POST /signing-agent/:ticket']

/** What is served beside the rooms, to everybody: states of the server, the description of the API, the client's pages. */
export const unguarded = [
  'GET /api/openapi.json',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /*',
  ...agentRoutes,
]

/** Every route that the app really has, as `GET /api/documents/:id`, without the middlewares. */
export function servedRoutes(app: TestApp): string[] {
  const served = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
  return [...new Set(served)].sort()
}

/** The name of a row as {@link servedRoutes} has it. */
export const routeOf = ({ method, path }: Right) => `${method} /api${path}`
