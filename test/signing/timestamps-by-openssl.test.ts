import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answerTimestamp } from '#server/signing/demo-authority/answer-timestamp.ts'
import { issueDemoTimestampAuthority } from '#server/signing/demo-pki.ts'
import { askTimestamp } from '#server/signing/timestamp/ask-timestamp.ts'
import { checkToken } from '#server/signing/timestamp/check-token.ts'
import { readTimestampAnswer } from '#server/signing/timestamp/read-timestamp-answer.ts'
import { toPem } from '#server/signing/x509/certificate.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { OpensslDesk } from './openssl.ts'
import { authority } from './signing-desk.ts'

const at = new Date()
const tsa = issueDemoTimestampAuthority(authority, at)
const data = Buffer.from('giá trị chữ ký')

function desk(): OpensslDesk {
  const made = new OpensslDesk()
  made.put('data', data)
  made.put('root.pem', toPem(authority.root))
  made.put('sub.pem', toPem(authority.sub))
  made.put('tsa.pem', toPem(tsa.certificates[0]!))
  made.put('key.pem', tsa.key.export({ type: 'pkcs8', format: 'pem' }))
  made.put('serial', '01')
  made.put(
    'tsa.cnf',
    `[tsa]
default_tsa = here
[here]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = sub.pem
signer_key = key.pem
signer_digest = sha256
default_policy = 2.999.1
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ess_cert_id_chain = no
`,
  )
  return made
}

describe.skipIf(!hasTool('openssl'))('time-stamps by both (needs openssl)', () => {
  test.each(['sha256', 'sha384', 'sha512'] as const)('ours over %s, asked and verified there', (hash) => {
    using there = desk()
    there.run('ts', '-query', '-data', 'data', `-${hash}`, '-cert', '-out', 'ask')
    there.put('answer', answerTimestamp(there.read('ask'), tsa, { at, serial: randomBytes(8) }))
    const verify = ['ts', '-verify', '-in', 'answer', '-CAfile', 'root.pem', '-untrusted', 'sub.pem']
    expect(there.ask(...verify, '-queryfile', 'ask').said).toContain('Verification: OK')
    there.put('data', 'khác')
    expect(there.ask(...verify, '-data', 'data').good).toBe(false)
  })

  test.each(['sha256', 'sha384', 'sha512'] as const)('theirs over %s, asked and verified here', (hash) => {
    using there = desk()
    const imprint = createHash(hash).update(data).digest()
    const question = { hash, imprint, nonce: randomBytes(16) }
    there.put('ask', askTimestamp(question))
    there.run('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'ask', '-out', 'answer')
    const answer = readTimestampAnswer(there.read('answer'), question)
    expect(answer).toMatchObject({ info: { policy: '2.999.1', accuracy_ms: 1501 } })
    const result = checkToken(answer.token!, (name) => createHash(name).update(data).digest())
    expect(result).toMatchObject({ problems: [], intact: true })
    expect(Math.abs(result.info!.time.getTime() - Date.now())).toBeLessThan(60_000)
  })

  test('a refusal of theirs is read', () => {
    using there = desk()
    const question = { hash: 'sha256', imprint: Buffer.alloc(32), nonce: randomBytes(8), policy: '1.2.3' } as const
    there.put('ask', askTimestamp(question))
    there.ask('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'ask', '-out', 'answer')
    const answer = readTimestampAnswer(there.read('answer'), question)
    expect(answer).toMatchObject({ token: null, problem: { code: 'timestamp_refused' } })
    expect(JSON.stringify(answer)).toContain('unaccepted policy')
  })
})
