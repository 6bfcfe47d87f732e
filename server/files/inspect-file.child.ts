// Runs confined (run-confined.ts): `inspect-file.child.ts pdf|docx PATH` → one InspectionAnswer as JSON.
import { readFileSync } from 'node:fs'
import { Refusal } from '#server/kernel/refusal.ts'
import type { Inspection, InspectionAnswer } from './inspect-file.ts'

const [kind, path] = process.argv.slice(2)
const answer = await inspect().catch(asRefusal)
process.stdout.write(JSON.stringify(answer))

async function inspect(): Promise<InspectionAnswer> {
  const bytes = readFileSync(path!)
  return { found: await inspectorOf(kind!).then((look): Inspection | Promise<Inspection> => look(bytes)) }
}

/** Only the parser that is needed is loaded. */
async function inspectorOf(kind: string): Promise<(bytes: Buffer) => Inspection | Promise<Inspection>> {
  if (kind === 'docx') return (await import('./inspect-docx.ts')).inspectDocx
  return (await import('./inspect-pdf.ts')).inspectPdf
}

/** A refusal is an answer; anything else that a parser throws says that the file cannot be read, unless memory ran out. */
function asRefusal(error: unknown): InspectionAnswer {
  if (error instanceof Refusal && error.code === 'invalid') {
    return { refused: { code: 'invalid', reason: error.reason, data: error.data as Record<string, string | number> } }
  }
  if (error instanceof RangeError) throw error
  return { refused: { code: 'invalid', reason: 'file_unreadable', data: {} } }
}
