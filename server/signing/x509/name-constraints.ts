import { OID } from '../asn1/oids.ts'
import { need, readDer } from '../asn1/read-der.ts'
import type { Certificate } from './certificate.ts'
import { canonicalRdns, nameValue, readName } from './distinguished-name.ts'
import { GENERAL_NAME, readGeneralName, readGeneralNames, type GeneralName } from './general-name.ts'

interface Subtree {
  base: GeneralName
  /** The base's relative names, when it is a directory name. */
  rdns: string[]
  /** A minimum or maximum, which RFC 5280 does not use: such a subtree is never understood. */
  bounded: boolean
}

interface Named extends GeneralName {
  rdns: string[]
}

interface Constraints {
  permitted: Subtree[]
  excluded: Subtree[]
}

/** Comparisons of one certificate with one set of constraints; more is an attack. */
const MAX_COMPARISONS = 20_000

/** True when the authority's name constraints (RFC 5280 4.2.1.10) forbid a name of the certificate, or are not understood. */
export function breaksNameConstraints(certificate: Certificate, authority: Certificate): boolean {
  const extension = authority.extensions.get(OID.nameConstraints)
  if (!extension) return false
  const { permitted, excluded } = remembered(constraintsOf, authority, () => readConstraints(extension.value))
  const names = remembered(namesOf, certificate, () => constrainedNames(certificate))
  if (names.length * (permitted.length + excluded.length) > MAX_COMPARISONS) return true
  return names.some((name) => {
    const ofKind = (trees: Subtree[]) => trees.filter(({ base }) => base.tag === name.tag)
    const allowed = ofKind(permitted)
    if (ofKind(excluded).some((tree) => within(name, tree, true))) return true
    return allowed.length > 0 && !allowed.some((tree) => within(name, tree, false))
  })
}

/** A search tries a certificate in many paths; what it constrains and what it is called is read once. */
const constraintsOf = new WeakMap<Certificate, Constraints>()
const namesOf = new WeakMap<Certificate, Named[]>()

function remembered<T>(memory: WeakMap<Certificate, T>, certificate: Certificate, read: () => T): T {
  const known = memory.get(certificate) ?? read()
  memory.set(certificate, known)
  return known
}

function readConstraints(der: Buffer): Constraints {
  const parts = readDer(der).expect(0x30).children()
  const trees = (tag: number) =>
    parts
      .filter((part) => part.tag === tag)
      .flatMap((part) => part.children())
      .map((tree) => {
        const [base, ...bounds] = tree.expect(0x30).children()
        const name = readGeneralName(need(base, 'the base of a subtree'))
        return { base: name, rdns: rdnsOf(name), bounded: bounds.length > 0 }
      })
  return { permitted: trees(0xa0), excluded: trees(0xa1) }
}

const rdnsOf = ({ tag, value }: GeneralName) => (tag === GENERAL_NAME.directory ? canonicalRdns(value) : [])

/** The subject, the alternative names, and an e-mail address in the subject where no alternative name is given. */
function constrainedNames(certificate: Certificate): Named[] {
  const extension = certificate.extensions.get(OID.subjectAltName)
  const names = extension ? readGeneralNames(readDer(extension.value).expect(0x30).content) : []
  const subject = readName(certificate.subjectDer)
  if (subject.length > 0) names.push({ tag: GENERAL_NAME.directory, value: certificate.subjectDer, key: '' })
  const email = extension ? null : nameValue(subject, OID.emailAddress)
  if (email !== null) names.push({ tag: GENERAL_NAME.email, value: Buffer.from(email), key: '' })
  return names.map((name) => ({ ...name, rdns: rdnsOf(name) }))
}

/** `doubt` is the answer for what cannot be decided: in doubt a name is excluded, and not permitted. */
function within(name: Named, { base, rdns, bounded }: Subtree, doubt: boolean): boolean {
  if (bounded) return doubt
  if (name.tag === GENERAL_NAME.directory) return rdns.every((rdn, i) => name.rdns[i] === rdn)
  const [text, wanted] = [name.value.toString('latin1').toLowerCase(), base.value.toString('latin1').toLowerCase()]
  if (name.tag === GENERAL_NAME.dns) return dnsWithin(text, wanted)
  if (name.tag === GENERAL_NAME.email) return emailWithin(name, base) ?? doubt
  if (name.tag === GENERAL_NAME.uri) return uriWithin(text, wanted) ?? doubt
  return name.tag === GENERAL_NAME.ip ? (ipWithin(name.value, base.value) ?? doubt) : doubt
}

const dnsWithin = (host: string, wanted: string) =>
  wanted === '' || host === wanted || host.endsWith(wanted.startsWith('.') ? wanted : `.${wanted}`)

/** A host alone stands for exactly this host, with a dot in front for every host below it. */
const hostWithin = (host: string, wanted: string) => (wanted.startsWith('.') ? host.endsWith(wanted) : host === wanted)

function emailWithin(name: GeneralName, base: GeneralName): boolean | null {
  const [mailbox, host] = splitAddress(name.value)
  if (mailbox === null || host === '') return null
  const [wantedMailbox, wantedHost] = splitAddress(base.value)
  return (wantedMailbox === null || wantedMailbox === mailbox) && hostWithin(host, wantedHost)
}

function splitAddress(bytes: Buffer): [mailbox: string | null, host: string] {
  const text = bytes.toString('latin1')
  const sign = text.lastIndexOf('@')
  return sign < 0 ? [null, text.toLowerCase()] : [text.slice(0, sign), text.slice(sign + 1).toLowerCase()]
}

function uriWithin(uri: string, wanted: string): boolean | null {
  const host = URL.parse(uri)?.hostname ?? ''
  return host === '' || /^[\d.]+$|:/.test(host) ? null : hostWithin(host, wanted)
}

/** An address under a network and its mask. */
function ipWithin(address: Buffer, network: Buffer): boolean | null {
  if (network.length !== 8 && network.length !== 32) return null
  if (address.length * 2 !== network.length) return false
  const mask = network.subarray(address.length)
  return address.every((byte, i) => (byte & mask[i]!) === (network[i]! & mask[i]!))
}
