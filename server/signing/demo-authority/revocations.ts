import type { RevocationReason } from '../revocation/revocation-reason.ts'

/** Certificates that an authority has revoked: serial number (hexadecimal) to when and why. */
export type Revocations = ReadonlyMap<string, { at: Date; reason: RevocationReason }>
