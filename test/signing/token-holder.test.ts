import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { verifySignature } from '#server/signing/cms/signature-scheme.ts'
import { openToken, tokensOf } from '#server/signing/key-holders/token-holder.ts'
import { ecdsaDer, tokenCall } from '#server/signing/key-holders/token-mechanism.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { keyHolderContract } from './key-holder.contract.ts'
import { identityWith, rsaKey } from './signing-desk.ts'
import { canUseTokens, softToken, tokenPin } from './soft-token.ts'

describe.skipIf(!canUseTokens)('a key on a token (needs softhsm2 and pkcs11js)', () => {
  const token = softToken()
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const ec384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
  const keys = [
    { keyId: 'a1', kind: 'RSA', key: rsaKey() },
    { keyId: 'b2', kind: 'P-256', key: ec },
    { keyId: 'c3', kind: 'P-384', key: ec384 },
  ]
  for (const { keyId, key } of keys) token.keep(keyId, key, identityWith(key).chain)
  const opened = (keyId: string, pin = tokenPin) => openToken(token.driver, { serial: token.serial, keyId }, pin)

  describe.each(keys)('of kind $kind', ({ keyId }) => {
    keyHolderContract(
      () => opened(keyId),
      () => opened(keyId, '00000000'),
    )
  })

  test('lists its certificates without a PIN', async () => {
    const [found] = await tokensOf(token.driver)
    expect(found!.keys.map((key) => key.keyId)).toEqual(expect.arrayContaining(['a1', 'b2', 'c3']))
    expect(found!.keys.find((key) => key.keyId === 'b2')!.subject).toContain('Chìa khóa')
  })

  test('signs fifty texts with one PIN, in order', async () => {
    const holder = await opened('a1')
    const texts = Array.from({ length: 50 }, (_, n) => Buffer.from(`văn bản ${n}`))
    const [scheme] = holder.schemes
    const key = parseCertificate(holder.certificates[0]!).publicKey()!
    const signatures = await holder.sign(texts, scheme!)
    expect(signatures.every((one, n) => verifySignature(scheme!, key, texts[n]!, one))).toBe(true)
    await holder.close()
  })

  test('the same key signs with PSS and with PKCS#1 v1.5, PSS first', async () => {
    const holder = await opened('a1')
    expect(holder.schemes.map(({ kind }) => kind)).toEqual(['rsa-pss', 'rsa-pkcs1'])
    await holder.close()
  })

  test('a driver that dies takes nothing with it but the signing', async () => {
    const holder = await opened('b2')
    const signing = holder.sign(
      Array.from({ length: 20_000 }, () => Buffer.alloc(100)),
      holder.schemes[0]!,
    )
    const outcome = expect(signing).rejects.toMatchObject({ code: 'unavailable', reason: 'key_gone' })
    const [pid] = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'token-holder.child'])
      .toString()
      .split('\n')
    process.kill(Number(pid), 'SIGSEGV')
    await outcome
    await expect(holder.sign([Buffer.from('x')], holder.schemes[0]!)).rejects.toMatchObject({ reason: 'key_gone' })
  })

  test('another token, another key and a file that is no driver are refused by name', async () => {
    const key = { serial: token.serial, keyId: 'b2' }
    const refusal = (reason: string) => expect.objectContaining({ reason })
    await expect(openToken(token.driver, { ...key, serial: 'ffff' }, tokenPin)).rejects.toEqual(refusal('token_absent'))
    await expect(openToken(token.driver, { ...key, keyId: 'dd' }, tokenPin)).rejects.toEqual(refusal('token_absent'))
    await expect(openToken('/etc/passwd', key, tokenPin)).rejects.toEqual(refusal('token_driver_missing'))
    await expect(openToken('/nirgends.so', key, tokenPin)).rejects.toEqual(refusal('token_driver_missing'))
  })

  test('a token that is taken away is refused by name, in the middle and before', async () => {
    const serial = token.serial
    const holder = await opened('b2')
    token.removeIt()
    await expect(holder.sign([Buffer.from('x')], holder.schemes[0]!)).rejects.toMatchObject({ reason: 'key_gone' })
    await holder.close()
    await expect(openToken(token.driver, { serial, keyId: 'b2' }, tokenPin)).rejects.toMatchObject({
      reason: 'token_absent',
    })
  })
})

describe('what a token is asked', () => {
  const pss = { kind: 'rsa-pss', hash: 'sha256', salt_bytes: 32 } as const

  test('hashes on the token where it can, else here', () => {
    const text = Buffer.from('văn bản')
    expect(tokenCall(pss, [0x43, 0xd])!.input(text)).toEqual(text)
    expect(tokenCall(pss, [0xd])!.input(text)).toHaveLength(32)
    expect(tokenCall({ kind: 'rsa-pkcs1', hash: 'sha384' }, [0x1])!.input(text)).toHaveLength(48 + 19)
  })

  test('offers no scheme that the token lacks', () => {
    expect(tokenCall(pss, [0x40])).toBeNull()
    expect(tokenCall({ kind: 'ecdsa', hash: 'sha256' }, [0x40])).toBeNull()
    expect(tokenCall({ kind: 'ed25519', hash: 'sha512' }, [0x1041])).toBeNull()
    expect(tokenCall({ kind: 'rsa-pkcs1', hash: 'sha1' }, [0x1, 0x6])).toBeNull()
  })

  test('r and s become DER integers, short where they are short, never negative', () => {
    const raw = Buffer.concat([Buffer.from('00'.repeat(31) + '05', 'hex'), Buffer.from('80' + '00'.repeat(31), 'hex')])
    expect(ecdsaDer(raw).toString('hex')).toBe(`3026020105022100${'80' + '00'.repeat(31)}`)
  })
})
