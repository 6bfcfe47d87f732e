// Runs confined (run-confined.ts): `prepare-upload.child.ts PATH` with FormNames on stdin → a line of JSON, then the PDF.
import { readFileSync } from 'node:fs'
import { json } from 'node:stream/consumers'
import { placeFields } from './field-places.rules.ts'
import type { FormNames } from './prepared-fields.ts'
import { layFields } from './lay-fields.ts'
import { readTextPages } from './read-text-pages.ts'

const bytes = readFileSync(process.argv[2]!)
const names = (await json(process.stdin)) as FormNames
const pages = await readTextPages(bytes)
const prepared = await layFields(bytes, placeFields(pages, names.signer.fullName), names)
process.stdout.write(`${JSON.stringify({ pages: pages.length })}\n`)
process.stdout.write(prepared)
