import { explained } from '#test/signing/sample-finding.ts'
import type { Finding } from '../../web/signing/finding-words.ts'

/** {@link explained} as it comes over the wire. */
export const sampleFinding = JSON.parse(JSON.stringify({ ...explained, sha256: 'a'.repeat(64) })) as Finding
