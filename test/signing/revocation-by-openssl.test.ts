import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answerOcsp } from '#server/signing/demo-authority/answer-ocsp.ts'
import { issueCrl } from '#server/signing/demo-authority/issue-crl.ts'
import { askOcsp, repeatsNonce } from '#server/signing/revocation/ask-ocsp.ts'
import { readCrl } from '#server/signing/revocation/read-crl.ts'
import { readOcsp } from '#server/signing/revocation/read-ocsp.ts'
import { parseCertificate, toPem } from '#server/signing/x509/certificate.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { OpensslDesk } from './openssl.ts'
import { authority, leader } from './signing-desk.ts'
import { nobody, responder, revoked, status, sub, subject } from './revocation-desk.ts'

const now = new Date(Math.floor(Date.now() / 1000) * 1000)
const hour = new Date(now.getTime() + 3600 * 1000)
const state = { at: now, lasts_ms: 3600 * 1000, issued: () => true }

function desk(): OpensslDesk {
  const made = new OpensslDesk()
  made.put('root.pem', toPem(authority.root))
  made.put('sub.pem', toPem(authority.sub))
  made.put('leader.pem', toPem(leader.certificate))
  made.put('responder.pem', toPem(responder.certificate))
  made.put('responder.key', responder.key.export({ type: 'pkcs8', format: 'pem' }))
  made.put('sub.key', authority.issuer.key.export({ type: 'pkcs8', format: 'pem' }))
  made.put('chain.pem', toPem(authority.root) + toPem(authority.sub))
  return made
}

const serial = subject.serialHex.toUpperCase()
const record = (gone: boolean) =>
  `${gone ? 'R' : 'V'}\t300101000000Z\t${gone ? '200101000000Z,keyCompromise' : ''}\t${serial}\tunknown\t/CN=x\n`

describe.skipIf(!hasTool('openssl'))('revocation by both (needs openssl)', () => {
  test.each([true, false])('our OCSP answer, asked and verified there (revoked: %s)', (gone) => {
    using there = desk()
    there.run('ocsp', '-issuer', 'sub.pem', '-cert', 'leader.pem', '-reqout', 'ask', '-no_nonce')
    const answer = answerOcsp(there.read('ask'), responder, { ...state, revoked: gone ? revoked() : nobody })
    there.put('answer', answer)
    const asked = ['ocsp', '-respin', 'answer', '-issuer', 'sub.pem', '-cert', 'leader.pem', '-CAfile', 'chain.pem']
    const { said } = there.ask(...asked, '-no_nonce')
    expect(said).toContain('Response verify OK')
    expect(said).toContain(gone ? 'leader.pem: revoked' : 'leader.pem: good')
  })

  test.each([true, false])('their OCSP answer, asked and verified here (revoked: %s)', (gone) => {
    using there = desk()
    const nonce = randomBytes(16)
    const pair = { certificate: subject, issuer: sub }
    there.put('ask', askOcsp({ certificates: [pair], hash: gone ? 'sha1' : 'sha256', nonce }))
    there.put('index', record(gone))
    const signer = ['-rsigner', 'responder.pem', '-rkey', 'responder.key', '-CA', 'sub.pem', '-ndays', '1']
    there.run('ocsp', '-index', 'index', '-reqin', 'ask', '-respout', 'answer', ...signer)
    const answer = readOcsp(there.read('answer'))
    expect(answer.nonce).not.toBeNull()
    expect(repeatsNonce(answer, nonce)).toBe(true)
    const found = status({ ocsp: [answer], at: new Date() })
    expect(found).toMatchObject(gone ? { status: 'revoked', reason: 'keyCompromise' } : { status: 'good' })
  })

  test('our list is read and verified there, and their chain check obeys it', () => {
    using there = desk()
    const list = (gone: boolean) =>
      issueCrl({ number: 7, thisUpdate: now, nextUpdate: hour, revoked: gone ? revoked() : nobody }, authority.issuer)
    const pem = (der: Buffer) =>
      `-----BEGIN X509 CRL-----\n${der
        .toString('base64')
        .match(/.{1,64}/g)!
        .join('\n')}\n-----END X509 CRL-----\n`
    const check = ['verify', '-crl_check', '-CAfile', 'root.pem', '-untrusted', 'sub.pem', '-CRLfile', 'list.pem']
    there.put('list.pem', pem(list(false)))
    expect(there.ask('crl', '-in', 'list.pem', '-noout', '-CAfile', 'chain.pem').said).toContain('verify OK')
    expect(there.ask(...check, 'leader.pem').said).toContain('leader.pem: OK')
    there.put('list.pem', pem(list(true)))
    expect(there.run('crl', '-in', 'list.pem', '-noout', '-text')).toContain('Key Compromise')
    expect(there.ask(...check, 'leader.pem').said).toContain('certificate revoked')
  })

  test.each([true, false])('their list is judged here (revoked: %s)', (gone) => {
    using there = desk()
    there.put('index', record(gone))
    there.put('number', '0A')
    there.put(
      'ca.cnf',
      '[ca]\ndefault_ca=here\n[here]\ndatabase=index\ncrlnumber=number\ndefault_md=sha384\n[ext]\nauthorityKeyIdentifier=keyid\n',
    )
    const who = ['-cert', 'sub.pem', '-keyfile', 'sub.key', '-crldays', '1', '-crlexts', 'ext']
    there.run('ca', '-config', 'ca.cnf', '-gencrl', ...who, '-out', 'list.pem')
    there.run('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der')
    const found = status({ crls: [readCrl(there.read('list.der'))], at: new Date() })
    expect(found).toMatchObject(gone ? { status: 'revoked', reason: 'keyCompromise' } : { status: 'good' })
    expect(readCrl(there.read('list.der')).number).toBe('0a')
  })

  test('certificates of ours are well-formed there', () => {
    using there = desk()
    for (const name of ['leader.pem', 'responder.pem'])
      expect(there.ask('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'sub.pem', name).said).toContain(
        'OK',
      )
    expect(parseCertificate(responder.certificate).version).toBe(3)
  })
})
