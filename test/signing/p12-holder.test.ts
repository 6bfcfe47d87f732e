import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import forge from 'node-forge'
import { describe, expect, test } from 'vitest'
import { openPkcs12 } from '#server/signing/key-holders/open-pkcs12.ts'
import { keepWorkerReady, openP12 } from '#server/signing/key-holders/p12-holder.ts'
import { writePkcs12 } from '#server/signing/key-holders/write-pkcs12.ts'
import { OID } from '#server/signing/asn1/oids.ts'
import { toPem } from '#server/signing/x509/certificate.ts'
import { issueCertificate, SIGNER_USAGE } from '#server/signing/x509/issue-certificate.ts'
import { keyHolderContract } from './key-holder.contract.ts'
import { at, identityWith, rsaKey } from './signing-desk.ts'

const password = 'mật khẩu 246810'
const p12Of = (key: KeyObject) => {
  const { chain } = identityWith(key)
  return writePkcs12({ key, certificates: chain, password, iterations: 100 })
}

describe.each([
  ['RSA', rsaKey()],
  ['EC', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['Ed25519', generateKeyPairSync('ed25519').privateKey],
])('an encrypted PKCS#12 file with an %s key', (_name, key) => {
  const p12 = p12Of(key)
  keyHolderContract(
    () => openP12(p12, password),
    () => openP12(p12, 'sai'),
  )
})

test('a file that node-forge wrote with an old cipher opens, its certificate byte for byte', () => {
  const key = rsaKey()
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const certificate = selfIssued(key)
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(pem),
    [forge.pki.certificateFromPem(toPem(certificate))],
    'abc',
    { algorithm: '3des' },
  )
  const opened = openPkcs12(Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1'), 'abc')
  expect(opened.certificates).toEqual([certificate])
})

function selfIssued(key: KeyObject): Buffer {
  const subject: [string, string][] = [[OID.commonName, 'Nguyễn Văn Mẫu']]
  const wish = { subject, key, serial: Buffer.from([9]), from: at, to: at, usage: SIGNER_USAGE }
  return issueCertificate(wish, { key, scheme: { kind: 'rsa-pkcs1', hash: 'sha256' }, name: subject })
}

test('damaged and foreign bytes are refused', async () => {
  const damaged = Buffer.from(p12Of(generateKeyPairSync('ed25519').privateKey))
  damaged[damaged.length >> 1] = damaged[damaged.length >> 1]! ^ 1
  await expect(openP12(damaged, password)).rejects.toMatchObject({ reason: 'key_unusable' })
  await expect(openP12(Buffer.from('%PDF-1.7'), password)).rejects.toMatchObject({ reason: 'key_unusable' })
})

describe('with a worker kept ready', () => {
  const p12 = p12Of(generateKeyPairSync('ed25519').privateKey)

  test('each key has a worker of its own, before and after the spare', async () => {
    const kept = keepWorkerReady()
    const [first, second] = await Promise.all([openP12(p12, password), openP12(p12, password)])
    for (const holder of [first, second])
      expect(await holder.sign([Buffer.from('x')], holder.schemes[0]!)).toHaveLength(1)
    await first.close()
    await expect(first.sign([Buffer.from('x')], first.schemes[0]!)).rejects.toThrow()
    expect(await second.sign([Buffer.from('x')], second.schemes[0]!)).toHaveLength(1)
    await second.close()
    await expect(openP12(p12, 'sai')).rejects.toMatchObject({ reason: 'key_unusable' })
    await (await openP12(p12, password)).close()
    kept.end()
  })

  test('and ended, keys still open', async () => {
    keepWorkerReady().end()
    await (await openP12(p12, password)).close()
  })
})
