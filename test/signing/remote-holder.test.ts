import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { verifySignature } from '#server/signing/cms/signature-scheme.ts'
import { cscClient } from '#server/signing/key-holders/csc-client.ts'
import { openRemote, type RemoteProof } from '#server/signing/key-holders/remote-holder.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'
import { openCscService } from './csc-service.ts'
import { keyHolderContract } from './key-holder.contract.ts'
import { identityWith, rsaKey } from './signing-desk.ts'

const key = rsaKey()
const { chain } = identityWith(key)
const text = Buffer.from('văn bản')
const quick = { every_ms: 5, most_ms: 200 }
type Service = Awaited<ReturnType<typeof openCscService>>

const open = (service: Service, proof: RemoteProof = { pin: '135790', code: '246802' }) =>
  openRemote(cscClient(service), service.credentialID, proof, quick)
const signing = async (service: Service, proof?: RemoteProof, texts = [text]) => {
  const holder = await open(service, proof)
  return holder.sign(texts, holder.schemes[0]!)
}
const refusal = (reason: string) => expect.objectContaining({ reason })

describe('a key at a remote service that wants a PIN', async () => {
  const service = await openCscService(key, chain, { wants: 'pin' })
  keyHolderContract(
    () => open(service, { pin: '135790' }),
    () => open(service, { pin: '999999' }),
  )
})

describe.each(['prime256v1', 'secp384r1'])('a key on the curve %s at a remote service', async (namedCurve) => {
  const own = generateKeyPairSync('ec', { namedCurve }).privateKey
  const service = await openCscService(own, identityWith(own).chain, { wants: 'pin' })
  keyHolderContract(
    () => open(service, { pin: '135790' }),
    () => open(service, { pin: '999999' }),
  )

  test('signs with ECDSA, by the hash of its size', async () => {
    const { schemes } = await open(service, { pin: '135790' })
    expect(schemes).toEqual([{ kind: 'ecdsa', hash: namedCurve === 'secp384r1' ? 'sha384' : 'sha256' }])
  })
})

test('many documents are signed with one authorisation and one code, in order', async () => {
  const service = await openCscService(key, chain)
  const texts = Array.from({ length: 50 }, (_, n) => Buffer.from(`văn bản ${n}`))
  const holder = await open(service)
  const [scheme] = holder.schemes
  const signatures = await holder.sign(texts, scheme!)
  const publicKey = parseCertificate(holder.certificates[0]!).publicKey()!
  expect(signatures.every((one, n) => verifySignature(scheme!, publicKey, texts[n]!, one))).toBe(true)
  expect(service.calls.filter((call) => call === 'credentials/authorize')).toHaveLength(1)
  expect(service.calls.filter((call) => call === 'signatures/signHash')).toHaveLength(1)
})

test('more than the service takes at once are refused before anything is asked', async () => {
  const service = await openCscService(key, chain, { multisign: 2 })
  await expect(signing(service, undefined, [text, text, text])).rejects.toMatchObject({
    reason: 'too_many_at_once',
    data: { most: 2 },
  })
  expect(service.calls).not.toContain('credentials/authorize')
})

test('a wrong code, a code that was used and three wrong ones', async () => {
  const service = await openCscService(key, chain)
  await signing(service)
  await expect(signing(service)).rejects.toEqual(refusal('key_unusable'))
  service.behaviour.code = '111111'
  const wrong = { pin: '135790', code: '000000' }
  for (let n = 0; n < 2; n += 1) await expect(signing(service, wrong)).rejects.toEqual(refusal('key_unusable'))
  await expect(signing(service, { pin: '135790', code: '111111' })).rejects.toEqual(refusal('key_locked'))
  expect(service.calls.filter((call) => call === 'signatures/signHash')).toHaveLength(1)
})

test('a missing code is refused here', async () => {
  const service = await openCscService(key, chain)
  await expect(signing(service, { pin: '135790' })).rejects.toEqual(refusal('key_unusable'))
  expect(service.calls).not.toContain('credentials/authorize')
})

test('an authorisation that has run out signs nothing', async () => {
  const service = await openCscService(key, chain, { sadLasts_ms: -1 })
  await expect(signing(service)).rejects.toEqual(refusal('authorization_expired'))
})

test('activation data signs only what was authorised', async () => {
  const service = await openCscService(key, chain)
  const holder = await open(service)
  const granted = await holder.authorize([text], holder.schemes[0]!)
  const SAD = 'SAD' in granted ? granted.SAD : ''
  const other = holder.signWith(SAD, [Buffer.from('khác')], holder.schemes[0]!)
  await expect(other).rejects.toMatchObject({ reason: 'signing_service_refused' })
})

describe('a key that is confirmed on the signer’s device', () => {
  test('waits for it, then signs', async () => {
    const service = await openCscService(key, chain, { wants: 'device' })
    service.behaviour.before = (method) => {
      if (service.calls.filter((call) => call === 'credentials/authorizeCheck').length > 2)
        service.behaviour.confirmed = true
      return void method
    }
    expect(await signing(service, {})).toHaveLength(1)
  })

  test('is given up when nobody confirms', async () => {
    const service = await openCscService(key, chain, { wants: 'device' })
    await expect(signing(service, {})).rejects.toEqual(refusal('device_not_confirmed'))
  })
})

describe('a service that cannot serve', () => {
  test.each(['revoked', 'expired', 'suspended'] as const)('signs nothing with a %s certificate', async (status) => {
    const service = await openCscService(key, chain, { status })
    await expect(signing(service)).rejects.toEqual(refusal('key_missing'))
  })

  test('is down, before and in the middle', async () => {
    const service = await openCscService(key, chain, { wants: 'pin' })
    const holder = await open(service)
    service.behaviour.down = true
    await expect(holder.sign([text], holder.schemes[0]!)).rejects.toEqual(refusal('signing_service_down'))
    await expect(open(service)).rejects.toEqual(refusal('signing_service_down'))
    await expect(open({ ...service, url: 'http://127.0.0.1:9/csc/v2' })).rejects.toEqual(
      refusal('signing_service_down'),
    )
  })

  test('does not know us', async () => {
    const service = await openCscService(key, chain)
    await expect(open({ ...service, secret: 'sai' })).rejects.toEqual(refusal('signing_service_closed'))
    const bearer = openRemote(
      cscClient({ ...service, client: null, secret: 'old-token' }),
      service.credentialID,
      {},
      quick,
    )
    await expect(bearer).rejects.toEqual(refusal('signing_service_closed'))
  })

  test('answers nonsense', async () => {
    const service = await openCscService(key, chain)
    const elsewhere = openRemote(cscClient(service), 'không có', {}, quick)
    await expect(elsewhere).rejects.toEqual(refusal('signing_service_refused'))
  })
})

test('names its keys and itself', async () => {
  const service = await openCscService(key, chain)
  const client = cscClient(service)
  expect(await client.credentialIds()).toEqual([service.credentialID])
  expect((await client.info()).methods).toContain('signatures/signHash')
  await client.sendCode(service.credentialID, 'OTP')
})
