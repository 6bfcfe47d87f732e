import { readCrl, type Crl } from '../revocation/read-crl.ts'
import type { Outside } from './outside.ts'

const accept = ['application/pkix-crl', 'application/x-pkcs7-crl', 'application/octet-stream']
/** Lists of large authorities have some hundred thousand entries. */
const LIMIT_BYTES = 20 * 1024 * 1024

/** Fetches a revocation list in DER. *Rejects* with an `OutsideProblem` or a `DerProblem`; the list is still to be judged. */
export async function fetchCrl(outside: Outside, url: string): Promise<Crl> {
  return readCrl(await outside({ url, accept, limit_bytes: LIMIT_BYTES }))
}
