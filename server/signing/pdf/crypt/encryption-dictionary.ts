import { integerOf, nameOf, PdfString, type PdfDict } from '../objects.ts'
import { PdfProblem } from '../pdf-problem.ts'
import type { PdfView } from '../pdf-view.ts'

/** How one kind of data is encrypted. */
export type CryptMethod = 'none' | 'rc4' | 'aes128' | 'aes256'

/** What the encryption dictionary of the standard security handler says (ISO 32000-2 7.6.4). */
export interface Encryption {
  revision: 2 | 3 | 4 | 5 | 6
  key_bytes: number
  /** The permission bits as they are written, a signed 32-bit number. */
  permissions: number
  encryptsMetadata: boolean
  owner: Uint8Array
  user: Uint8Array
  /** The file key under the owner's and the user's password; revisions 5 and 6 only. */
  ownerKey: Uint8Array
  userKey: Uint8Array
  /** First part of the file's identifier; empty where there is none. */
  id: Uint8Array
  strings: CryptMethod
  streams: CryptMethod
  embeddedFiles: CryptMethod
  /** Crypt filters by name, for streams that choose their own. */
  filters: Map<string, CryptMethod>
}

const REVISIONS: Record<number, readonly number[]> = { 1: [2, 3], 2: [3], 4: [4], 5: [5, 6] }

/** Reads an encryption dictionary. Refuses `encrypted` for any handler but the standard one, and unknown versions. */
export function readEncryption(view: PdfView, dict: PdfDict): Encryption {
  const handler = nameOf(view.get(dict, 'Filter'))
  if (handler !== 'Standard') unsupported(`security handler ${handler ?? '(none)'}`)
  const number = (key: string) => integerOf(view.get(dict, key)) ?? 0
  const [version, revision] = [number('V'), number('R')]
  if (!REVISIONS[version]?.includes(revision)) unsupported(`encryption version ${version}, revision ${revision}`)
  return {
    revision: revision as Encryption['revision'],
    key_bytes: keyLength(view, dict, version),
    permissions: number('P') | 0,
    encryptsMetadata: view.get(dict, 'EncryptMetadata') !== false,
    ...(revision >= 5 ? longProofs(view, dict) : shortProofs(view, dict)),
    id: firstId(view),
    ...methodsOf(view, dict, version),
  }
}

function longProofs(view: PdfView, dict: PdfDict) {
  const long = { owner: bytesOf(view, dict, 'O', 48), user: bytesOf(view, dict, 'U', 48) }
  return { ...long, ownerKey: bytesOf(view, dict, 'OE', 32), userKey: bytesOf(view, dict, 'UE', 32) }
}

function shortProofs(view: PdfView, dict: PdfDict) {
  const short = { owner: bytesOf(view, dict, 'O', 32), user: bytesOf(view, dict, 'U', 32) }
  return { ...short, ownerKey: NOTHING, userKey: NOTHING }
}

const NOTHING = new Uint8Array(0)

function unsupported(what: string): never {
  throw new PdfProblem('encrypted', `the file is encrypted in a way that is not read here: ${what}`)
}

/** The dictionary's is in bits, a multiple of 8 from 40 to 128; versions 1, 4 and 5 have always the same. */
function keyLength(view: PdfView, dict: PdfDict, version: number): number {
  if (version === 1) return 5
  if (version === 4) return 16
  if (version === 5) return 32
  const bits = integerOf(view.get(dict, 'Length')) ?? 40
  if (bits % 8 !== 0 || bits < 40 || bits > 128) unsupported(`a key of ${bits} bits`)
  return bits / 8
}

/** Some writers pad these strings with zeros; what is longer than it must be is cut. */
function bytesOf(view: PdfView, dict: PdfDict, key: string, size: number): Uint8Array {
  const value = view.get(dict, key)
  if (!(value instanceof PdfString) || value.bytes.length < size)
    throw new PdfProblem('broken_structure', `the encryption dictionary has no usable /${key}`)
  return value.bytes.subarray(0, size)
}

function firstId(view: PdfView): Uint8Array {
  const first = view.resolve(view.array(view.trailer, 'ID')[0])
  return first instanceof PdfString ? first.bytes : NOTHING
}

function methodsOf(view: PdfView, dict: PdfDict, version: number) {
  const filters = new Map<string, CryptMethod>()
  if (version < 4) return { strings: 'rc4', streams: 'rc4', embeddedFiles: 'rc4', filters } as const
  for (const [name] of view.dict(dict, 'CF') ?? []) filters.set(name, methodOf(view, dict, name))
  filters.set('Identity', 'none')
  const named = (key: string, otherwise: CryptMethod) => {
    const name = nameOf(view.get(dict, key))
    return name === null ? otherwise : (filters.get(name) ?? unsupported(`crypt filter ${name}`))
  }
  const streams = named('StmF', 'none')
  return { strings: named('StrF', 'none'), streams, embeddedFiles: named('EFF', streams), filters }
}

const METHODS: Record<string, CryptMethod> = { None: 'none', V2: 'rc4', AESV2: 'aes128', AESV3: 'aes256' }

function methodOf(view: PdfView, dict: PdfDict, name: string): CryptMethod {
  const method = nameOf(view.get(view.dict(view.dict(dict, 'CF'), name), 'CFM')) ?? 'None'
  const known = METHODS[method] ?? unsupported(`crypt filter method ${method}`)
  const modern = (integerOf(view.get(dict, 'V')) ?? 0) >= 5
  if (known !== 'none' && (known === 'aes256') !== modern) unsupported(`method ${method} with another version's key`)
  return known
}
