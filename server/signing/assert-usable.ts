import { refuse } from '#server/kernel/refusal.ts'
import type { Certificate } from './x509/certificate.ts'
import { allowsUsage, KEY_USAGE } from './x509/extensions.ts'

/** Refuses a certificate that is not in force at this instant, or not for signing: `certificate_not_usable`. */
export function assertUsable(certificate: Certificate, at: Date): void {
  const { notBefore, notAfter } = certificate
  const { digitalSignature, nonRepudiation } = KEY_USAGE
  const signs = allowsUsage(certificate, digitalSignature) || allowsUsage(certificate, nonRepudiation)
  if (at >= notBefore && at <= notAfter && signs) return
  refuse('invalid', 'certificate_not_usable', { from: notBefore.toISOString(), to: notAfter.toISOString() })
}
