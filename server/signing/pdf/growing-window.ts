import type { ByteSource } from './byte-source.ts'
import { PdfParser } from './parser.ts'
import { PdfProblem } from './pdf-problem.ts'

/** A parser that stops so close to the end of its window may only have been cut off by it. */
const NEAR_END_BYTES = 128

/**
 * Runs `parse` at an offset of which nobody knows how far it will read: over a small window first, over larger ones
 * while the window may be what stopped it. Over bytes in memory the first window is the whole file. `spend` hears how many bytes each try went through.
 */
export function parseGrowing<T>(
  source: ByteSource,
  offset: number,
  parse: (parser: PdfParser) => T,
  spend: (bytes: number) => unknown = () => undefined,
): T {
  for (let window = source.window_bytes; ; window *= 8) {
    const parser = new PdfParser(source.read(offset, offset + window), offset)
    const whole = offset + window >= source.size
    try {
      const parsed = parse(parser)
      if (whole || !isNearEnd(parser)) return parsed
    } catch (problem) {
      if (whole || !(problem instanceof PdfProblem) || !mayBeCut(problem, parser)) throw problem
    } finally {
      spend(parser.inOpenString ? parser.bytes.length : parser.pos)
    }
  }
}

function mayBeCut({ code }: PdfProblem, parser: PdfParser): boolean {
  const ofSyntax = code === 'broken_syntax' || code === 'broken_xref'
  return ofSyntax && (parser.inOpenString || isNearEnd(parser))
}

const isNearEnd = (parser: PdfParser) => parser.pos + NEAR_END_BYTES > parser.bytes.length
