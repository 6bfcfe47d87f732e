import { OID } from '../asn1/oids.ts'
import { readDer, type DerNode } from '../asn1/read-der.ts'

export interface NameAttribute {
  type: string
  value: string
}

/** The attributes of a distinguished name in order, as NFC text. */
export function readName(nameDer: Uint8Array): NameAttribute[] {
  return readDer(nameDer)
    .expect(0x30)
    .children()
    .flatMap((set) => set.expect(0x31).children())
    .map((pair) => {
      const [type, value] = pair.expect(0x30).children()
      return { type: type?.oid() ?? '', value: value ? directoryText(value) : '' }
    })
}

/** Text of a DirectoryString (or IA5String) in its own alphabet. */
export function directoryText(node: DerNode): string {
  if (node.tag === 0x1e)
    return Buffer.from(node.content.subarray(0, node.content.length & ~1))
      .swap16()
      .toString('utf16le')
      .normalize('NFC')
  return node.content.toString(node.tag === 0x0c ? 'utf8' : 'latin1').normalize('NFC')
}

/** The first value of an attribute type, or null. */
export function nameValue(name: NameAttribute[], type: string): string | null {
  return name.find((attribute) => attribute.type === type)?.value ?? null
}

/** The name as people read it: the common name, else the organisation, else all values. */
export function displayName(name: NameAttribute[]): string {
  return (
    nameValue(name, OID.commonName) ??
    nameValue(name, OID.organization) ??
    name.map((attribute) => attribute.value).join(', ')
  )
}

/** Equal after RFC 5280 7.1: case folded, white space collapsed, same structure. */
export function sameName(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0 || canonicalName(a) === canonicalName(b)
}

/** A key under which equal names meet. */
export function canonicalName(nameDer: Uint8Array): string {
  return canonicalRdns(nameDer).join('\n')
}

/** The relative names in order, each in a form in which equal ones are equal; no value can imitate a structure. */
export function canonicalRdns(nameDer: Uint8Array): string[] {
  const sets = readDer(nameDer).expect(0x30).children()
  return sets.map((set) => set.children().map(canonicalPair).sort().join('+'))
}

function canonicalPair(pair: DerNode): string {
  const [type, value] = pair.children()
  const text = value ? directoryText(value).toLowerCase().trim().replace(/\s+/g, ' ') : ''
  return JSON.stringify([type?.oid() ?? '', text])
}
