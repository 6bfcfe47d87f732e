import { execFileSync } from 'node:child_process'
import type { KeyObject } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { hasTool } from '#test/support/system-tools.ts'

/** Where Debian's softhsm2 keeps its driver. */
const driver = '/usr/lib/softhsm/libsofthsm2.so'
const CKA = { class: 0, token: 1, label: 3, value: 0x11, certificateType: 0x80, id: 0x102 }
const writable = 6
const user = 1

/** True where tokens can be tried: SoftHSM is there and pkcs11js was built (an optional package with a native part). */
export const canUseTokens = hasTool('softhsm2-util') && isBuilt()

function isBuilt(): boolean {
  try {
    return Boolean(createRequire(import.meta.url)('pkcs11js'))
  } catch {
    return false
  }
}

export const tokenPin = '13572468'

/**
 * A token in software, SoftHSM2, in a folder of its own: the driver speaks PKCS#11 like a USB token's, and what is not tried here is
 * the hardware. `keep` puts a key with its certificates on it; `removeIt` takes the token away as if it were unplugged.
 */
export function softToken() {
  const folder = mkdtempSync(path.join(tmpdir(), 'ecabinet-token-'))
  const tokens = path.join(folder, 'tokens')
  mkdirSync(tokens)
  process.env['SOFTHSM2_CONF'] = path.join(folder, 'softhsm2.conf')
  writeFileSync(
    process.env['SOFTHSM2_CONF'],
    `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  afterAll(() => {
    delete process.env['SOFTHSM2_CONF']
    rmSync(folder, { recursive: true, force: true })
  })
  const util = (...args: string[]) => execFileSync('softhsm2-util', args, { stdio: 'pipe' })
  util('--init-token', '--free', '--label', 'Chánh', '--so-pin', '87654321', '--pin', tokenPin)
  // Asked of the tool, at once: a driver that lists while keys are being written meets half of one.
  const serial = /Serial number:\s+(\S+)\s+Initialized:\s+yes/.exec(util('--show-slots').toString())![1]!
  return {
    driver,
    serial,
    keep(id: string, key: KeyObject, chain: Uint8Array[]) {
      const file = path.join(folder, `${id}.pem`)
      writeFileSync(file, key.export({ type: 'pkcs8', format: 'pem' }))
      util('--import', file, '--token', 'Chánh', '--label', id, '--id', id, '--pin', tokenPin)
      putCertificates(chain.map((der, at) => ({ der, id: at === 0 ? id : 'ca' })))
    },
    removeIt() {
      rmSync(tokens, { recursive: true })
      mkdirSync(tokens)
    },
  }
}

type Pkcs11 = {
  load(file: string): void
  C_Initialize(): void
  C_Finalize(): void
  C_GetSlotList(withToken: boolean): Buffer[]
  C_OpenSession(slot: Buffer, flags: number): Buffer
  C_Login(session: Buffer, who: number, pin: string): void
  C_CreateObject(session: Buffer, template: { type: number; value: unknown }[]): Buffer
}

function putCertificates(certificates: { der: Uint8Array; id: string }[]): void {
  const { PKCS11 } = createRequire(import.meta.url)('pkcs11js') as { PKCS11: new () => Pkcs11 }
  const cryptoki = new PKCS11()
  cryptoki.load(driver)
  cryptoki.C_Initialize()
  const session = cryptoki.C_OpenSession(cryptoki.C_GetSlotList(true)[0]!, writable)
  cryptoki.C_Login(session, user, tokenPin)
  for (const { der, id } of certificates)
    cryptoki.C_CreateObject(session, [
      { type: CKA.class, value: 1 },
      { type: CKA.certificateType, value: 0 },
      { type: CKA.token, value: true },
      { type: 0x101, value: Buffer.alloc(0) },
      { type: CKA.id, value: Buffer.from(id, 'hex') },
      { type: CKA.label, value: id },
      { type: CKA.value, value: Buffer.from(der) },
    ])
  cryptoki.C_Finalize()
}
