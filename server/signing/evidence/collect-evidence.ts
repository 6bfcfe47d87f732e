import { OID } from '../asn1/oids.ts'
import { DerProblem } from '../asn1/der-problem.ts'
import { parseCms, type CmsSignedData } from '../cms/parse-cms.ts'
import type { ByteSource } from '../pdf/byte-source.ts'
import { PdfStream, PdfString } from '../pdf/objects.ts'
import { openPdf } from '../pdf/pdf-file.ts'
import { PdfProblem } from '../pdf/pdf-problem.ts'
import type { PdfView } from '../pdf/pdf-view.ts'
import { findSignatures } from '../verify/find-signatures.ts'

/** What a file carries of its own proof, DER, each once: for people who want to look at it without a PDF reader. */
export interface CarriedEvidence {
  certificates: Buffer[]
  ocsps: Buffer[]
  crls: Buffer[]
  timestamps: Buffer[]
}

const MOST_PIECES = 200
const LARGEST_PIECE_BYTES = 20_000_000

/**
 * Takes certificates, revocation answers and time-stamps out of the signatures and of the document security store. Nothing is
 * checked and nothing decides by it; what cannot be read is left out, and of an unreadable file nothing is taken.
 */
export function collectEvidence(source: ByteSource): CarriedEvidence {
  const found: CarriedEvidence = { certificates: [], ocsps: [], crls: [], timestamps: [] }
  quietly(() => {
    const view = openPdf(source).view()
    quietly(() => fromStore(view, found))
    for (const { dict, isTimestamp } of findSignatures(view)) {
      const contents = dict?.get('Contents')
      if (contents instanceof PdfString) quietly(() => fromSignature(contents.bytes, isTimestamp, found))
    }
  })
  const unique = (pieces: Buffer[]) =>
    [...new Map(pieces.map((piece) => [piece.toString('base64'), piece])).values()].slice(0, MOST_PIECES)
  return {
    certificates: unique(found.certificates),
    ocsps: unique(found.ocsps),
    crls: unique(found.crls),
    timestamps: unique(found.timestamps),
  }
}

function quietly(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof PdfProblem) && !(error instanceof DerProblem)) throw error
  }
}

function fromStore(view: PdfView, found: CarriedEvidence): void {
  const store = view.dict(view.catalog(), 'DSS')
  for (const [key, into] of [
    ['Certs', found.certificates],
    ['OCSPs', found.ocsps],
    ['CRLs', found.crls],
  ] as const)
    for (const item of view.array(store, key).slice(0, MOST_PIECES)) {
      const stream = view.resolve(item)
      if (stream instanceof PdfStream) into.push(Buffer.from(view.file.decoded(stream, view, LARGEST_PIECE_BYTES)))
    }
}

function fromSignature(bytes: Uint8Array, isTimestamp: boolean, found: CarriedEvidence): void {
  const cms = parseCms(bytes)
  found.certificates.push(...cms.certificates)
  if (isTimestamp) found.timestamps.push(Buffer.from(bytes.subarray(0, cms.size_bytes)))
  for (const token of tokensOf(cms)) {
    found.timestamps.push(token)
    quietly(() => found.certificates.push(...parseCms(token).certificates))
  }
}

const tokensOf = ({ signer }: CmsSignedData): Buffer[] =>
  (signer.unsigned.values.get(OID.timeStampToken) ?? []).map(({ raw }) => raw)
