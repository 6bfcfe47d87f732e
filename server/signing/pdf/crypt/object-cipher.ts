import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { PdfProblem } from '../pdf-problem.ts'
import type { CryptMethod } from './encryption-dictionary.ts'
import { rc4 } from './rc4.ts'

/** Encrypts and decrypts the data of one indirect object (ISO 32000-2 7.6.3). */
export class ObjectCipher {
  private readonly fileKey: Buffer
  private readonly salt: Buffer

  constructor(fileKey: Buffer, num: number, gen: number) {
    this.fileKey = fileKey
    this.salt = Buffer.from([num, num >> 8, num >> 16, gen, gen >> 8])
  }

  /** Refuses `broken_stream` for what no cipher text can be. */
  decrypt(method: CryptMethod, data: Uint8Array): Uint8Array {
    if (method === 'none' || data.length === 0) return data
    if (method === 'rc4') return rc4(this.key(method), data)
    if (data.length < 32 || data.length % 16 !== 0) throw new PdfProblem('broken_stream', 'encrypted data is cut off')
    const decipher = createDecipheriv(cipherOf(method), this.key(method), data.subarray(0, 16))
    try {
      return Buffer.concat([decipher.update(data.subarray(16)), decipher.final()])
    } catch {
      throw new PdfProblem('broken_stream', 'encrypted data is damaged')
    }
  }

  encrypt(method: CryptMethod, data: Uint8Array): Uint8Array {
    if (method === 'none') return data
    if (method === 'rc4') return rc4(this.key(method), data)
    const iv = randomBytes(16)
    const cipher = createCipheriv(cipherOf(method), this.key(method), iv)
    return Buffer.concat([iv, cipher.update(data), cipher.final()])
  }

  private key(method: CryptMethod): Buffer {
    if (method === 'aes256') return this.fileKey
    const hash = createHash('md5').update(this.fileKey).update(this.salt)
    if (method === 'aes128') hash.update('sAlT')
    return hash.digest().subarray(0, Math.min(this.fileKey.length + 5, 16))
  }
}

const cipherOf = (method: CryptMethod) => (method === 'aes256' ? 'aes-256-cbc' : 'aes-128-cbc')
