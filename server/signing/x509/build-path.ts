import { DerProblem } from '../asn1/der-problem.ts'
import { canonicalName } from './distinguished-name.ts'
import type { Certificate } from './certificate.ts'
import { checkPath, type PathFinding } from './check-path.ts'
import { authorityKeyIdentifier, subjectKeyIdentifier } from './extensions.ts'
import { inheritKeys } from './inherit-keys.ts'
import type { PolicyDemand } from './policy-tree.ts'

/** What is known about an end entity's path: the best one found, ending in a trust root, and its faults. */
export interface PathResult {
  path: Certificate[]
  findings: PathFinding[]
}

const MAX_DEPTH = 8
const MAX_PATHS = 32
/** Certificates put at the end of some path, over the whole search. */
const MAX_STEPS = 256
/** No honest certificate comes near; larger ones are passed over. */
const MAX_CERTIFICATE_BYTES = 100_000

/**
 * Finds a path from `leaf` over `pool` to one of `roots` and checks it at an instant, with any demand on policies. Bounded in depth, in steps and in
 * paths tried, so crafted pools cannot keep it busy. Returns null when no chain of names reaches a root; of several
 * paths the first without findings wins, else the one with the fewest.
 */
export function buildPath(
  leaf: Certificate,
  pool: Certificate[],
  roots: Certificate[],
  when: Date | { at: Date; policy: PolicyDemand },
): PathResult | null {
  const { at, policy } = when instanceof Date ? { at: when, policy: {} } : when
  if (leaf.der.length > MAX_CERTIFICATE_BYTES) return null
  const small = pool.filter(({ der }) => der.length <= MAX_CERTIFICATE_BYTES)
  const groups = { byName: groupByName(small), roots: groupByName(roots), keyNames: new Map() }
  const search: Search = { ...groups, at, policy, tried: 0, steps: 0, best: null }
  extend([leaf], search)
  return search.best
}

interface Search {
  byName: Map<string, Certificate[]>
  roots: Map<string, Certificate[]>
  /** Subject key identifiers, read once. */
  keyNames: Map<Certificate, string | null>
  at: Date
  policy: PolicyDemand
  tried: number
  steps: number
  best: PathResult | null
}

function groupByName(certificates: Certificate[]): Map<string, Certificate[]> {
  return Map.groupBy(certificates, ({ subjectDer }) => orElse(() => canonicalName(subjectDer), ''))
}

/** A malformed certificate beside the path must not end the search for a sound one. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DerProblem)) throw error
    return otherwise
  }
}

function extend(path: Certificate[], search: Search): void {
  if (search.steps++ >= MAX_STEPS) return
  const last = path.at(-1)!
  for (const root of ranked(search.roots, last, search)) consider(sameRoot(path, root), search)
  if (path.length >= MAX_DEPTH) return
  for (const next of ranked(search.byName, last, search)) {
    if (isOver(search)) return
    if (!path.some((known) => isSameHolder(known, next))) extend([...path, next], search)
  }
}

/** The same name with the same key: a path that meets it twice runs in a circle. */
const isSameHolder = (a: Certificate, b: Certificate) => a.keyDer.equals(b.keyDer) && a.subjectDer.equals(b.subjectDer)

const isOver = ({ best, tried, steps }: Search) =>
  best?.findings.length === 0 || tried >= MAX_PATHS || steps >= MAX_STEPS

/** A leaf that is itself a root (a pinned self-signed certificate) is its own path. */
function sameRoot(path: Certificate[], root: Certificate): Certificate[] {
  return path.at(-1)!.der.equals(root.der) ? path : [...path, root]
}

function consider(names: Certificate[], search: Search): void {
  if (search.tried++ >= MAX_PATHS) return
  const path = orElse(() => inheritKeys(names), names)
  const findings = orElse<PathFinding[]>(
    () => checkPath(path, search.at, search.policy),
    [{ fault: 'malformed', at: 0 }],
  )
  if (!search.best || findings.length < search.best.findings.length) search.best = { path, findings }
}

/** Certificates with the issuer's name; those whose key identifier is the one named come first. */
function ranked(byName: Map<string, Certificate[]>, child: Certificate, { keyNames }: Search): Certificate[] {
  const candidates = byName.get(orElse(() => canonicalName(child.issuerDer), 'none')) ?? []
  const wanted = orElse(() => authorityKeyIdentifier(child)?.toString('hex'), undefined)
  if (!wanted || candidates.length < 2) return candidates
  const fits = (candidate: Certificate) => {
    if (!keyNames.has(candidate))
      keyNames.set(
        candidate,
        orElse(() => subjectKeyIdentifier(candidate)?.toString('hex') ?? null, null),
      )
    return keyNames.get(candidate) === wanted
  }
  return [...candidates.filter(fits), ...candidates.filter((candidate) => !fits(candidate))]
}
