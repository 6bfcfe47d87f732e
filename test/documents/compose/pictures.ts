import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const dpi = 80
const mm = dpi / 25.4

/** A page as it looks, 80 dots an inch, one byte of grey a dot. */
export type Picture = {
  width: number
  height: number
  /** Share of dots that are not white in a region given in millimetres from the top left corner. */
  ink(region_mm: { left: number; top: number; right: number; bottom: number }): number
  grey: Buffer
}

/** Stands in where nothing can be drawn and every test of it is skipped. */
export const blankPicture: Picture = { width: 0, height: 0, ink: () => 0, grey: Buffer.alloc(0) }

function inFolder<Answer>(pdf: Uint8Array, use: (path: string, folder: string) => Answer): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'))
  const path = join(folder, 'document.pdf')
  try {
    writeFileSync(path, pdf)
    return use(path, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Draws a page (from 1) with poppler. */
export function pictureOf(pdf: Uint8Array, page = 1): Picture {
  return inFolder(pdf, (path, folder) => {
    const range = ['-f', String(page), '-l', String(page)]
    execFileSync('pdftoppm', ['-gray', '-r', String(dpi), ...range, '-singlefile', path, join(folder, 'page')])
    return readPicture(readFileSync(join(folder, 'page.pgm')))
  })
}

/** The text that poppler takes out of the file. */
export function textOf(pdf: Uint8Array, options: string[] = []): string {
  return inFolder(pdf, (path) => execFileSync('pdftotext', [...options, path, '-']).toString())
}

/** What qpdf says of the file's structure; throws unless it is clean. */
export function assertCleanStructure(pdf: Uint8Array): void {
  inFolder(pdf, (path) => execFileSync('qpdf', ['--check', path], { stdio: 'pipe' }))
}

function readPicture(pgm: Buffer): Picture {
  const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/u.exec(pgm.subarray(0, 64).toString('latin1'))!
  const grey = pgm.subarray(head.length)
  const size = { width: Number(width), height: Number(height) }
  return { ...size, grey, ink: (region) => inkIn(grey, size, region) }
}

type Region = Parameters<Picture['ink']>[0]

function inkIn(grey: Buffer, { width, height }: { width: number; height: number }, region: Region): number {
  const [left, right] = [region.left, region.right].map((x) => Math.min(width, Math.max(0, Math.round(x * mm))))
  const [top, bottom] = [region.top, region.bottom].map((y) => Math.min(height, Math.max(0, Math.round(y * mm))))
  let dark = 0
  for (let y = top!; y < bottom!; y += 1)
    for (let x = left!; x < right!; x += 1) if (grey[y * width + x]! < 200) dark += 1
  return dark / Math.max(1, (bottom! - top!) * (right! - left!))
}
