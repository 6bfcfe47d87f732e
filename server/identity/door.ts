/** What other rooms may use of people, agencies, units, posts and sessions. */
export { callerOf } from './caller.ts'
export { forgetPast } from './forget-past.ts'
export { aliveSessions, identify } from './identify.ts'
export { demoAccounts, demoAccountsKey } from './demo-accounts.queries.ts'
export { demoSecrets } from './demo-secrets.ts'
export { hashPassword, unusablePassword } from './password.ts'
export type { HeldRole } from './post.rules.ts'
export {
  agenciesByIds,
  agencyById,
  namesOfPosts,
  postById,
  postsByIds,
  postsOfAgency,
  signersOfAgency,
  signingAuthoritiesOf,
  unitById,
  unitsByIds,
  unitsOfAgency,
} from './directory.queries.ts'
