import { canonicalName } from './distinguished-name.ts'
import type { Certificate } from './certificate.ts'
import { checkPath, type PathFinding } from './check-path.ts'
import { authorityKeyIdentifier, subjectKeyIdentifier } from './extensions.ts'

/** What is known about an end entity's path: the best one found, ending in a trust root, and its faults. */
export interface PathResult {
  path: Certificate[]
  findings: PathFinding[]
}

const MAX_DEPTH = 8
const MAX_PATHS = 32
/** Certificates put at the end of some path, over the whole search. */
const MAX_STEPS = 256

/**
 * Finds a path from `leaf` over `pool` to one of `roots` and checks it at `at`. Bounded in depth, in steps and in
 * paths tried, so crafted pools cannot keep it busy. Returns null when no chain of names reaches a root; of several
 * paths the first without findings wins, else the one with the fewest.
 */
export function buildPath(leaf: Certificate, pool: Certificate[], roots: Certificate[], at: Date): PathResult | null {
  const search: Search = { byName: groupByName(pool), roots: groupByName(roots), at, tried: 0, steps: 0, best: null }
  extend([leaf], search)
  return search.best
}

interface Search {
  byName: Map<string, Certificate[]>
  roots: Map<string, Certificate[]>
  at: Date
  tried: number
  steps: number
  best: PathResult | null
}

function groupByName(certificates: Certificate[]): Map<string, Certificate[]> {
  return Map.groupBy(certificates, (certificate) => canonicalName(certificate.subjectDer))
}

function extend(path: Certificate[], search: Search): void {
  if (search.steps++ >= MAX_STEPS) return
  const last = path.at(-1)!
  for (const root of ranked(search.roots, last)) consider(sameRoot(path, root), search)
  if (path.length >= MAX_DEPTH) return
  for (const next of ranked(search.byName, last)) {
    if (isOver(search)) return
    if (!path.some((known) => known.der.equals(next.der))) extend([...path, next], search)
  }
}

const isOver = ({ best, tried }: Search) => best?.findings.length === 0 || tried >= MAX_PATHS

/** A leaf that is itself a root (a pinned self-signed certificate) is its own path. */
function sameRoot(path: Certificate[], root: Certificate): Certificate[] {
  return path.at(-1)!.der.equals(root.der) ? path : [...path, root]
}

function consider(path: Certificate[], search: Search): void {
  if (search.tried++ >= MAX_PATHS) return
  const findings = checkPath(path, search.at)
  if (!search.best || findings.length < search.best.findings.length) search.best = { path, findings }
}

/** Certificates with the issuer's name; those whose key identifier is the one named come first. */
function ranked(byName: Map<string, Certificate[]>, child: Certificate): Certificate[] {
  const candidates = byName.get(canonicalName(child.issuerDer)) ?? []
  const wanted = authorityKeyIdentifier(child)
  if (!wanted) return candidates
  const score = (candidate: Certificate) => (subjectKeyIdentifier(candidate)?.equals(wanted) ? 0 : 1)
  return candidates.toSorted((a, b) => score(a) - score(b))
}
