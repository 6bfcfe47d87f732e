import { DerProblem } from '../asn1/der-problem.ts'
import { readDer, type DerNode } from '../asn1/read-der.ts'
import { sequence } from '../asn1/write-der.ts'
import { canonicalName } from './distinguished-name.ts'

/** Context tags of GeneralName (RFC 5280 4.2.1.6) that are looked into here. */
export const GENERAL_NAME = { email: 0x81, dns: 0x82, directory: 0xa4, uri: 0x86, ip: 0x87 } as const

/** One GeneralName: its tag, its content (a whole Name for a directory name), and a key under which equal ones meet. */
export interface GeneralName {
  tag: number
  value: Buffer
  key: string
}

/** Reads one GeneralName. */
export function readGeneralName(node: DerNode): GeneralName {
  if ((node.tag & 0xc0) !== 0x80) throw new DerProblem('a general name of no known kind')
  if (node.tag !== GENERAL_NAME.directory)
    return { tag: node.tag, value: node.content, key: `${node.tag}:${node.content.toString('latin1')}` }
  const name = readDer(node.content).expect(0x30).raw
  return { tag: node.tag, value: name, key: directoryKey(name) }
}

/** The key of a directory name, as {@link GeneralName} has it. */
export function directoryKey(nameDer: Uint8Array): string {
  return `${GENERAL_NAME.directory}:${canonicalName(nameDer)}`
}

/** The names of a `GeneralNames`, given what stands inside it. */
export function readGeneralNames(content: Buffer): GeneralName[] {
  return readDer(sequence(content)).children().map(readGeneralName)
}
