/**
 * The verifier as one pure piece: no database, no network, no clock. For the command line and for the confined
 * process in which foreign files are checked.
 */
export { bufferSource } from './pdf/byte-source.ts'
export { openFileSource } from './pdf/file-source.ts'
export type { TrustContext } from './verify/trust-context.ts'
export type { Overall, SignatureReport, VerificationReport } from './verify/report.ts'
export { CHANGES_TEXTS, FINDING_TEXTS, INDICATION_TEXTS, OVERALL_TEXTS } from './verify/result-texts.ts'
export { verifyPdf } from './verify/verify-pdf.ts'
export { readCertificates, type Certificate } from './x509/certificate.ts'
