import { existsOn, type Validity } from './validity.rules.ts'

export type AgencyNode = Validity & {
  id: string
  parentId: string | null
  levelCode: string
  mergedInto: string | null
}
export type Level = Validity & { code: string; rank: number }

/** A branch of the tree of agencies as it stood on one day. */
export type AgencyBranch<Node extends AgencyNode> = { agency: Node; children: AgencyBranch<Node>[] }

/**
 * The agencies that existed on a day, as a tree in the given order. Where a parent had ended (the districts on
 * 01/07/2025), its children hang on the nearest ancestor that still existed.
 */
export function treeOn<Node extends AgencyNode>(agencies: readonly Node[], day: string): AgencyBranch<Node>[] {
  const all = new Map(agencies.map((agency) => [agency.id, agency]))
  const branches = new Map<string, AgencyBranch<Node>>()
  for (const agency of agencies) if (existsOn(agency, day)) branches.set(agency.id, { agency, children: [] })
  const roots: AgencyBranch<Node>[] = []
  for (const branch of branches.values()) {
    const parent = livingAncestor(branch.agency, all, branches)
    ;(parent ? parent.children : roots).push(branch)
  }
  return roots
}

function livingAncestor<Node extends AgencyNode>(
  agency: Node,
  all: ReadonlyMap<string, Node>,
  living: ReadonlyMap<string, AgencyBranch<Node>>,
): AgencyBranch<Node> | null {
  const seen = new Set<string>([agency.id])
  let id = agency.parentId
  while (id !== null && !seen.has(id)) {
    const branch = living.get(id)
    if (branch) return branch
    seen.add(id)
    id = all.get(id)?.parentId ?? null
  }
  return null
}

/**
 * The level of an agency on a day, or null where the law knew no such level then.
 * @law LTCCQDP2015 art. 2
 * @law LTCCQDP2025 art. 1
 */
export function levelOn(levels: readonly Level[], agency: AgencyNode, day: string): Level | null {
  return levels.find((level) => level.code === agency.levelCode && existsOn(level, day)) ?? null
}

/** Who carries on for an agency on a day: itself while it exists, else what it was merged into, else null. */
export function successorOn<Node extends AgencyNode>(agencies: readonly Node[], id: string, day: string): Node | null {
  const all = new Map(agencies.map((agency) => [agency.id, agency]))
  const seen = new Set<string>()
  for (let next: string | null = id; next !== null && !seen.has(next);) {
    seen.add(next)
    const agency = all.get(next)
    if (!agency || existsOn(agency, day)) return agency ?? null
    next = agency.mergedInto
  }
  return null
}
