import { dictOf, nameOf, PdfName, PdfStream, PdfString, type PdfDict, type PdfValue } from '../objects.ts'
import type { CryptMethod, Encryption } from './encryption-dictionary.ts'
import { ObjectCipher } from './object-cipher.ts'

/** Which object a value belongs to; its number is part of the key. */
export type Owner = { num: number; gen: number }

type Step = (method: CryptMethod, data: Uint8Array) => Uint8Array

/**
 * An opened encryption: turns the values of indirect objects from what stands in the file to what they mean, and
 * back. Left as they are: a signature's `/Contents`, cross-reference streams, and, because they are never given here,
 * what object streams hold, the trailer and the encryption dictionary itself (ISO 32000-2 7.6.2).
 */
export class Security {
  private readonly encryption: Encryption
  private readonly fileKey: Buffer

  constructor(encryption: Encryption, fileKey: Buffer) {
    this.encryption = encryption
    this.fileKey = fileKey
  }

  decrypted(value: PdfValue, { num, gen }: Owner): PdfValue {
    const cipher = new ObjectCipher(this.fileKey, num, gen)
    return this.walk(value, (method, data) => cipher.decrypt(method, data))
  }

  encrypted(value: PdfValue, { num, gen }: Owner): PdfValue {
    const cipher = new ObjectCipher(this.fileKey, num, gen)
    return this.walk(value, (method, data) => cipher.encrypt(method, data))
  }

  private walk(value: PdfValue, step: Step): PdfValue {
    if (value instanceof PdfString) return this.string(value, step)
    if (Array.isArray(value)) return value.map((item) => this.walk(item, step))
    if (value instanceof PdfStream) return this.stream(value, step)
    return value instanceof Map ? this.dict(value, step) : value
  }

  private string(value: PdfString, step: Step): PdfString {
    return new PdfString(step(this.encryption.strings, value.bytes), value.hex, [value.start, value.end])
  }

  private dict(dict: PdfDict, step: Step): PdfDict {
    const isSignature = dict.has('ByteRange')
    const entries = [...dict].map(([key, value]): [string, PdfValue] => {
      const stays = isSignature && key === 'Contents' && value instanceof PdfString
      return [key, stays ? value : this.walk(value, step)]
    })
    return new Map(entries)
  }

  private stream(stream: PdfStream, step: Step): PdfStream {
    if (nameOf(stream.dict.get('Type')) === 'XRef') return stream
    const method = this.methodOf(stream.dict)
    return new PdfStream(this.dict(stream.dict, step), () => step(method, stream.raw))
  }

  private methodOf(dict: PdfDict): CryptMethod {
    const { encryption } = this
    const own = ownFilter(dict)
    if (own !== null && encryption.filters.size > 0) return encryption.filters.get(own) ?? encryption.streams
    const type = nameOf(dict.get('Type'))
    if (type === 'Metadata' && !encryption.encryptsMetadata) return 'none'
    return type === 'EmbeddedFile' ? encryption.embeddedFiles : encryption.streams
  }
}

/** The crypt filter that a stream chooses by its first filter, or null. */
function ownFilter(dict: PdfDict): string | null {
  const [filter] = [dict.get('Filter') ?? null].flat()
  if (!(filter instanceof PdfName) || filter.name !== 'Crypt') return null
  const [params] = [dict.get('DecodeParms') ?? null].flat()
  return nameOf(dictOf(params)?.get('Name')) ?? 'Identity'
}
