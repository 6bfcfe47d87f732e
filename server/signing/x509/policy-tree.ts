import { OID } from '../asn1/oids.ts'
import { readDer } from '../asn1/read-der.ts'
import type { Certificate } from './certificate.ts'
import { isSelfIssued } from './extensions.ts'

/** What the relying party asks of certificate policies (RFC 5280 6.1.1 c–g). Empty: nothing is asked. */
export interface PolicyDemand {
  /** The policies that are acceptable; any when absent. */
  initial?: string[]
  requireExplicit?: boolean
  inhibitMapping?: boolean
  inhibitAny?: boolean
}

/** A policy that is valid so far: what the next certificate may call it, and under which policies of the root it is. */
interface Node {
  expected: Set<string>
  roots: Set<string>
}

type Level = Map<string, Node>

interface State {
  /** Null when no policy is valid any more. */
  level: Level | null
  explicit: number
  mapping: number
  inhibitAny: number
}

/** More policies or mappings in one certificate are an attack on whoever keeps a tree. */
const MAX_POLICIES = 256
const ANY = OID.anyPolicy

/**
 * True when the path (end entity first, trust anchor last) satisfies certificate policies by RFC 5280 6.1. Only the
 * newest level of the tree is kept, with the policies of the root that each node descends from: its size is bounded by
 * what the certificates hold, where the tree itself can grow beyond all bounds (RFC 9618).
 */
export function policiesHold(path: Certificate[], demand: PolicyDemand): boolean {
  const certificates = path.slice(0, -1).toReversed()
  const free = certificates.length + 1
  const state: State = {
    level: new Map([[ANY, { expected: new Set([ANY]), roots: new Set([ANY]) }]]),
    explicit: demand.requireExplicit ? 0 : free,
    mapping: demand.inhibitMapping ? 0 : free,
    inhibitAny: demand.inhibitAny ? 0 : free,
  }
  return certificates.every((certificate, i) => step(state, certificate, i === certificates.length - 1, demand))
}

/** One certificate on the way down. False when the path fails here. */
function step(state: State, certificate: Certificate, last: boolean, { initial }: PolicyDemand): boolean {
  const selfIssued = isSelfIssued(certificate)
  const policies = policiesOf(certificate)
  if (policies.size > MAX_POLICIES) return false
  const anyCounts = state.inhibitAny > 0 || (!last && selfIssued)
  state.level = state.level && nextLevel(state.level, policies, anyCounts)
  if (state.explicit === 0 && !state.level) return false
  if (last) return isSatisfied(state, certificate, initial)
  if (!applyMappings(state, certificate)) return false
  if (!selfIssued) countDown(state)
  applyConstraints(state, certificate)
  return true
}

function nextLevel(level: Level, policies: Set<string>, anyCounts: boolean): Level | null {
  const next: Level = new Map()
  for (const policy of policies) if (policy !== ANY) growNamed(next, policy, level)
  if (policies.has(ANY) && anyCounts) growRest(next, level)
  return next.size > 0 ? next : null
}

function grow(next: Level, policy: string, roots: Iterable<string>): void {
  const node = next.get(policy) ?? { expected: new Set([policy]), roots: new Set<string>() }
  for (const root of roots) node.roots.add(root)
  next.set(policy, node)
}

/** A policy that the certificate names, below those that expect it, else below anyPolicy. */
function growNamed(next: Level, policy: string, level: Level): void {
  const parents = [...level.values()].filter(({ expected }) => expected.has(policy))
  for (const { roots } of parents) grow(next, policy, roots)
  if (parents.length === 0 && level.has(ANY)) grow(next, policy, [policy])
}

/** The certificate allows any policy: everything else that is expected goes on. */
function growRest(next: Level, level: Level): void {
  const named = new Set(next.keys())
  for (const { expected, roots } of level.values())
    for (const policy of expected) if (!named.has(policy)) grow(next, policy, roots)
}

/** RFC 5280 6.1.4 a–b. A mapping from or to anyPolicy fails the path. */
function applyMappings(state: State, certificate: Certificate): boolean {
  const mappings = mappingsOf(certificate)
  if (mappings.length > MAX_POLICIES || mappings.some((pair) => pair.includes(ANY))) return false
  for (const [from, pairs] of Map.groupBy(mappings, ([issuer]) => issuer))
    if (state.level) applyMapping(state, state.level, from, pairs)
  return true
}

function applyMapping(state: State, level: Level, from: string, pairs: [string, string][]): void {
  const node = level.get(from) ?? (level.has(ANY) ? { roots: new Set([from]) } : null)
  if (state.mapping === 0) level.delete(from)
  else if (node) level.set(from, { expected: new Set(pairs.map(([, to]) => to)), roots: node.roots })
  if (level.size === 0) state.level = null
}

function countDown(state: State): void {
  state.explicit = Math.max(0, state.explicit - 1)
  state.mapping = Math.max(0, state.mapping - 1)
  state.inhibitAny = Math.max(0, state.inhibitAny - 1)
}

function applyConstraints(state: State, certificate: Certificate): void {
  const { explicit, mapping } = constraintsOf(certificate)
  state.explicit = Math.min(state.explicit, explicit)
  state.mapping = Math.min(state.mapping, mapping)
  const inhibit = certificate.extensions.get(OID.inhibitAnyPolicy)
  if (inhibit) state.inhibitAny = Math.min(state.inhibitAny, smallNumber(readDer(inhibit.value).expect(0x02).content))
}

/** After how many certificates a policy must be explicit, and mappings end; endless where nothing is said. */
function constraintsOf(certificate: Certificate): { explicit: number; mapping: number } {
  const extension = certificate.extensions.get(OID.policyConstraints)
  const parts = extension ? readDer(extension.value).expect(0x30).children() : []
  const skip = (tag: number) => {
    const part = parts.find((one) => one.tag === tag)
    return part ? smallNumber(part.content) : Infinity
  }
  return { explicit: skip(0x80), mapping: skip(0x81) }
}

/** RFC 5280 6.1.5: the end entity itself may demand an explicit policy. */
function isSatisfied(state: State, certificate: Certificate, initial: string[] | undefined): boolean {
  const explicit = constraintsOf(certificate).explicit === 0 ? 0 : Math.max(0, state.explicit - 1)
  return explicit > 0 || (state.level !== null && acceptable(state.level, initial))
}

const smallNumber = (content: Buffer) =>
  content.length > 4 ? 2 ** 31 : Number.parseInt(`0${content.toString('hex')}`, 16)

function acceptable(level: Level, initial: string[] | undefined): boolean {
  if (!initial || initial.includes(ANY) || level.has(ANY)) return true
  return [...level.values()].some(({ roots }) => initial.some((policy) => roots.has(policy) || roots.has(ANY)))
}

function policiesOf(certificate: Certificate): Set<string> {
  const extension = certificate.extensions.get(OID.certificatePolicies)
  if (!extension) return new Set()
  const infos = readDer(extension.value).expect(0x30).children()
  return new Set(infos.map((info) => info.expect(0x30).children()[0]?.oid() ?? ''))
}

function mappingsOf(certificate: Certificate): [string, string][] {
  const extension = certificate.extensions.get(OID.policyMappings)
  const pairs = extension ? readDer(extension.value).expect(0x30).children() : []
  return pairs.map((pair) => {
    const [issuer, subject] = pair.expect(0x30).children()
    return [issuer?.oid() ?? '', subject?.oid() ?? '']
  })
}
