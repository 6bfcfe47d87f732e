import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { SignatureScheme } from '#server/signing/cms/signature-scheme.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { pdfsigVerdicts } from './other-validators.ts'
import { identityWith, rsaKey, signed, verified } from './signing-desk.ts'
import { preparedLetter } from './two-signature-desk.ts'

const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey
const base = await preparedLetter()
const rsa = rsaKey(2048)

/** `poppler` says whether this machine's pdfsig knows the algorithm. */
const cases: { name: string; scheme: SignatureScheme; key: () => ReturnType<typeof rsaKey>; poppler: boolean }[] = [
  { name: 'RSA PKCS#1 SHA-256', scheme: { kind: 'rsa-pkcs1', hash: 'sha256' }, key: () => rsa, poppler: true },
  { name: 'RSA PKCS#1 SHA-512', scheme: { kind: 'rsa-pkcs1', hash: 'sha512' }, key: () => rsa, poppler: true },
  {
    name: 'RSA-PSS SHA-256',
    scheme: { kind: 'rsa-pss', hash: 'sha256', salt_bytes: 32 },
    key: () => rsa,
    poppler: true,
  },
  {
    name: 'RSA-PSS SHA-384',
    scheme: { kind: 'rsa-pss', hash: 'sha384', salt_bytes: 48 },
    key: () => rsa,
    poppler: true,
  },
  { name: 'ECDSA P-256', scheme: { kind: 'ecdsa', hash: 'sha256' }, key: () => curve('prime256v1'), poppler: true },
  { name: 'ECDSA P-384', scheme: { kind: 'ecdsa', hash: 'sha384' }, key: () => curve('secp384r1'), poppler: true },
  {
    name: 'Ed25519',
    scheme: { kind: 'ed25519', hash: 'sha512' },
    key: () => generateKeyPairSync('ed25519').privateKey,
    poppler: false,
  },
]

describe('a signature with each algorithm', () => {
  test.each(cases)('$name is valid here', ({ scheme, key }) => {
    const report = verified(signed(base, identityWith(key()), { field: 'leader_signature', scheme }))
    expect(report.overall).toBe('valid')
    expect(report.signatures[0]).toMatchObject({ intact: true, level: 'B-B', coversWholeFile: true })
  })

  test.skipIf(!hasTool('pdfsig')).each(cases.filter(({ poppler }) => poppler))(
    '$name is valid for poppler (needs pdfsig)',
    ({ scheme, key }) => {
      const file = signed(base, identityWith(key()), { field: 'leader_signature', scheme })
      expect(pdfsigVerdicts(file)).toEqual(['Signature is Valid.'])
    },
  )
})
