// Signs or checks one file on the disk again and again in a process of its own, and says how fast and with how much memory.
import { constants, createHash, createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openFileSource, type FileSource } from '#server/signing/pdf/file-source.ts'
import { readCertificates, verifyPdf } from '#server/signing/verifier.ts'
import { median } from './figure.ts'
import { answerQuestions } from './second-process.ts'
import { signedBy } from './signature-rate.ts'

/** `alone` is SHA-256 of the file and one RSA-PSS signature, nothing else. */
export type SigningQuestion = {
  work: 'sign' | 'alone' | 'verify'
  path: string
  rounds: number
  key: string
  certificate: Uint8Array
}

/** The middle time of a round, and the most memory this process ever had. */
export type SigningAnswer = { took_ms: number; peak_mb: number }

const works: Record<SigningQuestion['work'], (source: FileSource, asked: SigningQuestion) => unknown> = {
  sign: (source, { key, certificate }) =>
    signedBy(source, { key: createPrivateKey(key), certificate: Buffer.from(certificate) }),
  alone(source, { key }) {
    const hash = createHash('sha256')
    source.each(0, source.size, (piece) => hash.update(piece))
    return sign('sha256', hash.digest(), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
  },
  verify(source, { certificate }) {
    const roots = readCertificates(Buffer.from(certificate))
    const { overall } = verifyPdf(source, { roots, intermediates: [], at: roots[0]!.notBefore })
    if (overall !== 'valid') throw new Error(`the file that was just signed is ${overall}`)
  },
}

answerQuestions<SigningQuestion, SigningAnswer>(async (asked) => {
  const took: number[] = []
  for (let round = -Math.ceil(asked.rounds / 10); round < asked.rounds; round += 1) {
    const started = performance.now()
    const source = openFileSource(asked.path)
    works[asked.work](source, asked)
    source.close()
    if (round >= 0) took.push(performance.now() - started)
  }
  return { took_ms: median(took), peak_mb: peakOfThis_mb() }
})

/** Linux hands the peak of the process that started this one down to it, save in this one place. */
function peakOfThis_mb(): number {
  const own = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', { encoding: 'utf8' }))
  return Number(own?.[1] ?? NaN) / 1024
}
