import type { Certificate } from '../x509/certificate.ts'
import { sameName } from '../x509/distinguished-name.ts'

/** `own`, then its issuers as far as `pool` holds them, in order. */
export function chainFrom(own: Certificate, pool: readonly Certificate[]): Certificate[] {
  const chain = [own]
  for (;;) {
    const last = chain.at(-1)!
    const issuer = pool.find((one) => !chain.includes(one) && sameName(one.subjectDer, last.issuerDer))
    if (!issuer) return chain
    chain.push(issuer)
  }
}
