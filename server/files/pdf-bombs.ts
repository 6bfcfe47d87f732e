import { constants, inflateSync } from 'node:zlib'
import { PDFArray, PDFName, type PDFRawStream } from 'pdf-lib'
import { refuse } from '#server/kernel/refusal.ts'

/** A single stream of more than this, unpacked, is a bomb and not a page. */
const unpacked_bytes = 300_000_000
/** Deflate cannot grow data more than this. */
const steepest = 1032

/** Refuses `file_too_heavy` when a deflated stream, unpacked layer by layer, passes 300 MB. The result is thrown away. */
export function assertStreamUnpacks({ dict, contents }: PDFRawStream): void {
  const filter = dict.get(PDFName.of('Filter'))
  const filters = filter instanceof PDFArray ? filter.asArray() : [filter]
  const layers = filters.findIndex((one) => !(one instanceof PDFName && /^(FlateDecode|Fl)$/u.test(one.decodeText())))
  assertUnpacks(contents, layers < 0 ? filters.length : layers)
}

/**
 * The same for the streams that hold the structure itself (cross-references, packed objects). Both parsers unpack these
 * as they open the file and, out of memory, would only call it damaged.
 */
export function assertStructureUnpacks(bytes: Buffer): void {
  const text = bytes.toString('latin1')
  for (const match of text.matchAll(/\/(?:XRef|ObjStm)\b[^]{0,600}?\bstream\r?\n/gu)) {
    const end = match.index + match[0].length
    const dict = text.slice(text.lastIndexOf(' obj', match.index), end)
    assertUnpacks(bytes.subarray(end), dict.match(/\/Fl(?:ateDecode)?\b/gu)?.length ?? 0)
  }
}

function assertUnpacks(packed: Uint8Array, layers: number): void {
  if (layers === 0 || (layers === 1 && packed.length * steepest < unpacked_bytes)) return
  let content = packed
  for (let layer = 0; layer < layers; layer += 1) content = unpack(content)
}

function unpack(content: Uint8Array): Uint8Array {
  try {
    return inflateSync(content, { maxOutputLength: unpacked_bytes, finishFlush: constants.Z_SYNC_FLUSH })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') refuse('invalid', 'file_too_heavy')
    return new Uint8Array()
  }
}
