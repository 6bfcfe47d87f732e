import { PDFDocument, StandardFonts } from 'pdf-lib'

/** A paper of twelve A4 pages, each with its number in large figures, and one lying page in the middle. */
export async function samplePaper(): Promise<Uint8Array> {
  const paper = await PDFDocument.create()
  const font = await paper.embedFont(StandardFonts.TimesRoman)
  for (let number = 1; number <= 12; number++) {
    const page = paper.addPage(number === 6 ? [842, 595] : [595, 842])
    page.drawText(`Trang ${number}`, { x: 90, y: 720, size: 64, font })
    for (let line = 0; line < 14; line++) {
      page.drawText(`${number}.${line} Uy ban nhan dan tinh yeu cau cac don vi thuc hien nghiem tuc.`, {
        x: 90,
        y: 660 - line * 22,
        size: 13,
        font,
      })
    }
  }
  return paper.save({ useObjectStreams: false })
}
