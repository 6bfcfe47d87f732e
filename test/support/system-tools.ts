import { existsSync } from 'node:fs'
import { programPath } from '#server/cli/program-path.ts'

/** A program or file of the system that some tests need, and the Debian package that brings it. */
export type SystemTool = { name: string; package: string; neededFor: string; there(): boolean }

const program = (name: string, from: string, neededFor: string, ...names: string[]): SystemTool => ({
  name,
  package: from,
  neededFor,
  there: () => [name, ...names].some((one) => programPath(one) !== undefined),
})

/** Everything that tests may need beyond npm's packages. */
export const systemTools: SystemTool[] = [
  program('chromium', 'chromium', 'the journeys in a real browser', 'chromium-browser', 'google-chrome'),
  program('pdfsig', 'poppler-utils', 'a second opinion on signatures'),
  program('pdftotext', 'poppler-utils', 'reading composed pages back'),
  program('pdftoppm', 'poppler-utils', 'pictures of composed pages'),
  program('openssl', 'openssl', 'a second opinion on time-stamps, OCSP answers and revocation lists'),
  program('qpdf', 'qpdf', 'a second opinion on the structure of PDF files'),
  program('softhsm2-util', 'softhsm2', 'a token that keeps keys behind PKCS#11'),
  program('soffice', 'libreoffice-writer-nogui', 'converting uploaded DOCX'),
  {
    name: 'Liberation fonts',
    package: 'fonts-liberation2',
    neededFor: 'converting uploaded DOCX',
    there: () => ['liberation', 'liberation2'].some((folder) => existsSync(`/usr/share/fonts/truetype/${folder}`)),
  },
]

/** The tools that this machine lacks. */
export function missingTools(): SystemTool[] {
  return systemTools.filter((tool) => !tool.there())
}

/** For `test.skipIf(!hasTool('qpdf'))('… (needs qpdf)', …)`; with CI=true the run has already failed where a tool is missing. */
export function hasTool(name: string): boolean {
  const tool = systemTools.find((one) => one.name === name)
  if (!tool) throw new Error(`${name} is not in test/support/system-tools.ts, so no test run would install it`)
  return tool.there()
}
