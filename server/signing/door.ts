/** What other rooms may use of signing: two acts with a PIN, findings about files, demonstration keys. */
export type { SignedFile } from './complete-signing.ts'
export { assertLeaderSigned, sealAsAgency } from './seal-as-agency.ts'
export { FIELDS, signAsLeader } from './sign-as-leader.ts'
export { type DemoSigner, seedDemoKeys } from './seed-demo-keys.ts'
export { newestReport, reportById, type StoredReport } from './signing.queries.ts'
export { verifyFile } from './verify-file.ts'
export type { SignatureReport, VerificationReport } from './verify/report.ts'
export { CHANGES_TEXTS, FINDING_TEXTS, INDICATION_TEXTS, OVERALL_TEXTS } from './verify/result-texts.ts'
