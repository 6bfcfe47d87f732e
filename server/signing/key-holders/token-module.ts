import { createRequire } from 'node:module'

/** The part of pkcs11js that is used here. The package is optional (a native build), so its own types may be absent. */
export interface Cryptoki {
  load(path: string): void
  C_Initialize(options: { flags: number }): void
  C_GetSlotList(withToken: boolean): Buffer[]
  C_GetTokenInfo(slot: Buffer): { label: string; serialNumber: string; flags: number }
  C_GetMechanismList(slot: Buffer): number[]
  C_OpenSession(slot: Buffer, flags: number): Buffer
  C_Login(session: Buffer, user: number, pin: string): void
  C_FindObjectsInit(session: Buffer, template: Attribute[]): void
  C_FindObjects(session: Buffer, most: number): Buffer[]
  C_FindObjectsFinal(session: Buffer): void
  C_GetAttributeValue(session: Buffer, object: Buffer, template: Attribute[]): { type: number; value: Buffer }[]
  C_SignInit(session: Buffer, mechanism: Mechanism, key: Buffer): void
  C_SignAsync(session: Buffer, data: Buffer, into: Buffer): Promise<Buffer>
}

type Attribute = { type: number; value?: number | Buffer }

/** A signing mechanism with its parameters, as PKCS#11 2.40 numbers them. */
export type Mechanism = { mechanism: number; parameter?: Record<string, number> | null }

/** Numbers of PKCS#11 2.40, part 1 annex and part 2; only those that are used. */
export const CK = {
  /** Several threads call: without it a driver may take itself to be alone, and some then fail now and then. */
  osLocking: 2,
  serialSession: 4,
  user: 1,
  class: 0x0,
  id: 0x102,
  value: 0x11,
  certificate: 1,
  privateKey: 3,
  initialised: 0x400,
  finalTry: 0x2_0000,
  pinLocked: 0x4_0000,
} as const

/** No package, no driver or no token: a stable word that the parent turns into a refusal. */
export class TokenProblem extends Error {
  readonly reason: TokenReason
  constructor(reason: TokenReason) {
    super(reason)
    this.reason = reason
  }
}
export type TokenReason =
  | 'token_unsupported'
  | 'token_driver_missing'
  | 'token_absent'
  | 'token_last_try'
  | 'key_locked'
  | 'key_unusable'
  | 'key_gone'

/** Loads the driver of a token or HSM. Throws {@link TokenProblem} where the package was not built or the file is no driver. */
export function loadDriver(path: string): Cryptoki {
  const cryptoki = newCryptoki()
  try {
    cryptoki.load(path)
    cryptoki.C_Initialize({ flags: CK.osLocking })
    return cryptoki
  } catch {
    throw new TokenProblem('token_driver_missing')
  }
}

function newCryptoki(): Cryptoki {
  try {
    const { PKCS11 } = createRequire(import.meta.url)('pkcs11js') as { PKCS11: new () => Cryptoki }
    return new PKCS11()
  } catch {
    throw new TokenProblem('token_unsupported')
  }
}

/** The slot that holds the token with this serial number. A second token with the same label does not confuse. */
export function slotOf(cryptoki: Cryptoki, serial: string): Buffer {
  const slot = cryptoki.C_GetSlotList(true).find((one) => cryptoki.C_GetTokenInfo(one).serialNumber.trim() === serial)
  if (!slot) throw new TokenProblem('token_absent')
  return slot
}

/** Objects of a class, all or those with this CKA_ID. */
export function objectsOf(cryptoki: Cryptoki, session: Buffer, kind: number, id?: Buffer): Buffer[] {
  const byId = id ? [{ type: CK.id, value: id }] : []
  cryptoki.C_FindObjectsInit(session, [{ type: CK.class, value: kind }, ...byId])
  try {
    return cryptoki.C_FindObjects(session, 100)
  } finally {
    cryptoki.C_FindObjectsFinal(session)
  }
}

/** One attribute's bytes. */
export function attributeOf(cryptoki: Cryptoki, session: Buffer, object: Buffer, type: number): Buffer {
  return cryptoki.C_GetAttributeValue(session, object, [{ type }])[0]!.value
}
