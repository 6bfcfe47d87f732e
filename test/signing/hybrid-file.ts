/** A hybrid file: a classic table that hides object 5 as free, and a stream that finds it inside object stream 6. */
export function hybridFile(): Buffer {
  let text = '%PDF-1.7\n'
  const at: number[] = []
  const add = (num: number, body: string) => {
    at[num] = text.length
    text += `${num} 0 obj\n${body}\nendobj\n`
  }
  const content = 'BT /F 12 Tf 90 700 Td (Hybrid) Tj ET'
  add(1, '<</Type /Catalog /Pages 2 0 R /Extra 5 0 R>>')
  add(2, '<</Type /Pages /Kids [3 0 R] /Count 1>>')
  const font = '<</F <</Type /Font /Subtype /Type1 /BaseFont /Times-Roman>>>>'
  add(3, `<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font ${font}>>>>`)
  add(4, `<</Length ${content.length}>>\nstream\n${content}\nendstream`)
  add(6, '<</Type /ObjStm /N 1 /First 4 /Length 17>>\nstream\n5 0 <</Hidden 1>>\nendstream')
  const rows = Buffer.from([2, 0, 6, 0]).toString('latin1')
  add(7, `<</Type /XRef /W [1 2 1] /Index [5 1] /Size 8 /Length 4>>\nstream\n${rows}\nendstream`)
  const used = (num: number) => `${String(at[num]).padStart(10, '0')} 00000 n \n`
  const free = '0000000000 65535 f \n'
  const table = `xref\n0 8\n${free}${[1, 2, 3, 4].map(used).join('')}${free}${used(6)}${used(7)}`
  const trailer = `trailer\n<</Size 8 /Root 1 0 R /XRefStm ${at[7]}>>\n`
  return Buffer.from(`${text}${table}${trailer}startxref\n${text.length}\n%%EOF\n`, 'latin1')
}
