/** What a person can be asked to do with an arrival. */
export type ActKind =
  | 'register'
  | 'refuse'
  | 'direct'
  | 'directAgain'
  | 'assign'
  | 'assignAgain'
  | 'start'
  | 'startSelf'
  | 'finish'
  | 'giveOpinion'
  | 'giveBack'

/** One thing to do, on the paper or on one part of the work. `leads`: it is what the post is expected to do next. */
export interface Act {
  kind: ActKind
  nodeId?: string
  leads: boolean
}

interface Node {
  id: string
  role: string
  postId: string | null
  state: string
  can: { assign: boolean; start: boolean; finish: boolean; return: boolean }
}

interface Arrival {
  state: string
  can: { register: boolean; refuse: boolean; direct: boolean }
  directions: readonly { current: boolean; tree: readonly (Node & { children: readonly Node[] })[] }[]
}

/**
 * What this post can do now: the one act expected of it, if any, and the rest in the order of weight. Rights are the server's (`can`);
 * this only says which of them comes first.
 */
export function actsNow(arrival: Arrival): { primary: Act | undefined; others: Act[] } {
  const tree = arrival.directions.find(({ current }) => current)?.tree ?? []
  const acts = [
    ...actsOnPaper(arrival),
    ...tree.flatMap((branch) => [...actsOnBranch(branch), ...branch.children.flatMap(actsOfPerson)]),
  ]
  const primary = acts.find(({ leads }) => leads)
  return { primary, others: acts.filter((act) => act !== primary) }
}

function actsOnPaper({ can, state }: Arrival): Act[] {
  const waits = state === 'registered'
  return [
    ...on(can.register, { kind: 'register', leads: true }),
    ...on(can.refuse, { kind: 'refuse', leads: false }),
    ...on(can.direct, { kind: waits ? 'direct' : 'directAgain', leads: waits }),
  ]
}

/** The head of a unit hands its part on; only when a person is at it, or the head began it himself, is there nothing to hand on. */
function actsOnBranch(branch: Node & { children: readonly Node[] }): Act[] {
  if (branch.postId !== null || branch.role === 'inform') return actsOfPerson(branch)
  if (!branch.can.finish) return []
  const nodeId = branch.id
  const delegated = branch.children.some(({ state }) => state === 'open' || state === 'in_progress')
  const selfAtWork = branch.state === 'in_progress' && branch.children.length === 0
  const report: Act = { kind: reportOf(branch), nodeId, leads: selfAtWork }
  return [
    ...on(selfAtWork, report),
    ...on(branch.can.assign, { kind: delegated ? 'assignAgain' : 'assign', nodeId, leads: !delegated && !selfAtWork }),
    ...on(branch.can.start, { kind: 'startSelf', nodeId, leads: false }),
    ...on(!selfAtWork, report),
    ...on(branch.can.return, { kind: 'giveBack', nodeId, leads: false }),
  ]
}

function actsOfPerson(node: Node): Act[] {
  if (node.role === 'inform') return []
  const nodeId = node.id
  return [
    ...on(node.can.start, { kind: 'start', nodeId, leads: true }),
    ...on(node.can.finish, { kind: reportOf(node), nodeId, leads: true }),
    ...on(node.can.return, { kind: 'giveBack', nodeId, leads: false }),
  ]
}

/** Who coordinates gives an opinion; who leads reports the work done. */
function reportOf({ role }: Node): ActKind {
  return role === 'lead' ? 'finish' : 'giveOpinion'
}

function on(may: boolean, act: Act): Act[] {
  return may ? [act] : []
}
