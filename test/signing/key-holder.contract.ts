import { createPublicKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifySignature } from '#server/signing/cms/signature-scheme.ts'
import type { KeyHolder } from '#server/signing/key-holders/key-holder.ts'
import { parseCertificate } from '#server/signing/x509/certificate.ts'

/** What every key holder promises (see `key-holder.ts`). `open` gives a fresh holder; `openWrongly` uses a wrong PIN. */
export function keyHolderContract(open: () => Promise<KeyHolder>, openWrongly: () => Promise<KeyHolder>): void {
  const texts = ['một', 'hai', 'ba'].map((text) => Buffer.from(text))

  test('signs each text in order, with the key of its first certificate, in each of its schemes', async () => {
    const holder = await open()
    const key = parseCertificate(holder.certificates[0]!).publicKey()!
    for (const scheme of holder.schemes) {
      const signatures = await holder.sign(texts, scheme)
      expect(signatures).toHaveLength(3)
      signatures.forEach((signature, i) => expect(verifySignature(scheme, key, texts[i]!, signature)).toBe(true))
    }
    await holder.close()
  })

  test('signs the same text twice, and many at once', async () => {
    const holder = await open()
    const scheme = holder.schemes[0]!
    const [one, two] = await Promise.all([
      holder.sign([texts[0]!], scheme),
      holder.sign([texts[0]!, texts[1]!], scheme),
    ])
    expect([one.length, two.length]).toEqual([1, 2])
    await holder.close()
  })

  test('names its own certificate first', async () => {
    const holder = await open()
    const [own, issuer] = holder.certificates.map((der) => parseCertificate(der))
    if (issuer) expect(own!.issuerDer).toEqual(issuer.subjectDer)
    expect(createPublicKey({ key: own!.keyDer, format: 'der', type: 'spki' }).type).toBe('public')
    await holder.close()
  })

  test('refuses a wrong PIN, at the latest when it is to sign', async () => {
    const signing = openWrongly().then((holder) => holder.sign([texts[0]!], holder.schemes[0]!))
    await expect(signing).rejects.toMatchObject({ reason: 'key_unusable' })
  })

  test('signs nothing after it is closed, and may be closed twice', async () => {
    const holder = await open()
    await holder.close()
    await holder.close()
    await expect(holder.sign(texts, holder.schemes[0]!)).rejects.toMatchObject({ reason: 'key_gone' })
  })
}
