import { PdfProblem } from './pdf-problem.ts'

export interface PredictorParams {
  predictor: number
  colors: number
  bitsPerComponent: number
  columns: number
}

/** Undoes a PNG predictor (10–15) of FlateDecode; 1 changes nothing; others are `unsupported_filter`. */
export function undoPredictor(data: Uint8Array, params: PredictorParams): Uint8Array {
  if (params.predictor === 1) return data
  if (params.predictor < 10 || params.predictor > 15)
    throw new PdfProblem('unsupported_filter', `predictor ${params.predictor} is not read here`)
  const bitsPerPixel = params.colors * params.bitsPerComponent
  const rowBytes = Math.ceil((bitsPerPixel * params.columns) / 8)
  if (rowBytes < 1 || rowBytes > 1 << 20) throw new PdfProblem('broken_stream', 'predictor rows have no sane width')
  return undoPngRows(data, rowBytes, Math.max(1, bitsPerPixel >> 3))
}

/** Undoes PNG row filters: each row is one filter byte and `rowBytes` of data; also what a PNG file itself uses. */
export function undoPngRows(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.floor(data.length / (rowBytes + 1))
  const out = new Uint8Array(rows * rowBytes)
  for (let row = 0; row < rows; row++) {
    const from = row * (rowBytes + 1)
    const line = out.subarray(row * rowBytes, (row + 1) * rowBytes)
    line.set(data.subarray(from + 1, from + 1 + rowBytes))
    const above = row === 0 ? null : out.subarray((row - 1) * rowBytes, row * rowBytes)
    undoRow(data[from]!, line, above, pixelBytes)
  }
  return out
}

function undoRow(filter: number, line: Uint8Array, above: Uint8Array | null, pixelBytes: number): void {
  if (filter > 4) throw new PdfProblem('broken_stream', 'unknown PNG row filter')
  if (filter === 0) return
  for (let i = 0; i < line.length; i++) {
    const left = i >= pixelBytes ? line[i - pixelBytes]! : 0
    const up = above ? above[i]! : 0
    const corner = above && i >= pixelBytes ? above[i - pixelBytes]! : 0
    line[i] = line[i]! + predict(filter, left, up, corner)
  }
}

function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const guess = left + up - corner
  const toLeft = Math.abs(guess - left)
  const toUp = Math.abs(guess - up)
  const toCorner = Math.abs(guess - corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
