import type { Link } from '../verify/check-chain.ts'
import type { JudgedChain } from '../verify/judge-times.ts'
import type { VerificationReport } from '../verify/report.ts'
import type { Examination } from '../verify/verify-pdf.ts'
import { AuthorityProblem, type Authorities, type RevocationAnswer } from './authorities.ts'
import type { SignatureData } from './add-security-store.ts'
import type { SecurityData } from './security-store.ts'
import type { Workbench } from './workbench.ts'

/** The PAdES baseline levels, lowest first. */
export const LEVELS = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const
export type Level = (typeof LEVELS)[number]

export interface ExtensionWish {
  target: Level
  authorities: Authorities
  /** Appends another time-stamp to a file that has reached B-LTA, before the newest one loses its worth. */
  renew?: boolean
}

/** What an extension came to. */
export interface Extension {
  /** The lowest level of the file's signatures now; null without a signature of a PAdES level. */
  level: Level | null
  /** Why not more; null when the target is reached. */
  problem: AuthorityProblem | null
  /** When the certificates of the newest document time-stamp end, the first of them; null without one. */
  stampEndsAt: Date | null
  report: VerificationReport
}

/**
 * Brings all signatures of a file to a level, as far as the services help (EN 319 142-1 clause 6): a document time-stamp
 * where a signature has no proven time, then certificates and revocation answers, then for B-LTA a time-stamp over those.
 * Only ever appends, each revision whole. A service that fails ends the work where it stands: what was reached stays.
 */
export async function extendFile(bench: Workbench, wish: ExtensionWish): Promise<Extension> {
  const gathered = new Gathered(bench, wish.authorities)
  let problem = await orProblem(() => climb(bench, gathered, wish))
  problem ??= await orProblem(() => gathered.examine())
  const { report, chains } = await bench.examine(gathered.evidence())
  const level = lowestLevel(report)
  const missed = level !== null && rank(level) < rank(wish.target)
  if (missed && !problem) problem = new AuthorityProblem('timestamp', whyNot(report))
  return { level, problem, stampEndsAt: stampEnd(report, chains), report }
}

async function orProblem(work: () => Promise<unknown>): Promise<AuthorityProblem | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof AuthorityProblem) return error
    throw error
  }
}

const rank = (level: Level) => LEVELS.indexOf(level)

async function climb(
  bench: Workbench,
  gathered: Gathered,
  { target, authorities, renew }: ExtensionWish,
): Promise<void> {
  if (target === 'B-B') return
  let found = await gathered.examine()
  if (lowestLevel(found.report) === null || (!renew && reaches(found, target))) return
  if (signaturesOf(found.report).some(({ provenTime }) => provenTime === null)) {
    await bench.stamp(authorities)
    found = await gathered.examine()
  }
  if (target === 'B-T') return
  await gathered.storeFor(found)
  if (target === 'B-LTA') await bench.stamp(authorities)
}

const reaches = ({ report }: Examination, target: Level) => rank(lowestLevel(report) ?? 'B-B') >= rank(target)

const isLevel = (level: string | null): level is Level => LEVELS.some((one) => one === level)

function signaturesOf(report: VerificationReport) {
  return report.signatures.filter(({ kind, level }) => kind !== 'timestamp' && isLevel(level))
}

/** The lowest level of the signatures that have one; null when none has. */
export function lowestLevel(report: VerificationReport): Level | null {
  const ranks = signaturesOf(report).map(({ level }) => rank(level as Level))
  return ranks.length > 0 ? LEVELS[Math.min(...ranks)]! : null
}

function whyNot({ signatures }: VerificationReport): string {
  const codes = signatures.flatMap(({ problems, timestamps }) => [
    ...problems,
    ...timestamps.flatMap((stamp) => stamp.problems),
  ])
  return `the services answered, but not enough: ${[...new Set(codes.map(({ code }) => code))].join(', ')}`
}

function stampEnd({ signatures }: VerificationReport, chains: JudgedChain[]): Date | null {
  const newest = signatures.findLast(({ kind }) => kind === 'timestamp')
  const path = chains.find(({ field }) => field === newest?.field)?.paths[0] ?? []
  const ends = path.map(({ certificate }) => certificate.notAfter.getTime())
  return ends.length > 0 ? new Date(Math.min(...ends)) : null
}

/** The answers fetched for one file, each certificate asked about once. */
class Gathered {
  private readonly answers = new Map<string, RevocationAnswer>()
  private readonly bench: Workbench
  private readonly authorities: Authorities

  constructor(bench: Workbench, authorities: Authorities) {
    this.bench = bench
    this.authorities = authorities
  }

  evidence(): { ocsps: Buffer[]; crls: Buffer[] } {
    const all = [...this.answers.values()]
    const of = (kind: RevocationAnswer['kind']) => all.filter((one) => one.kind === kind).map(({ der }) => der)
    return { ocsps: of('ocsps'), crls: of('crls') }
  }

  /** Examines the file and fetches what that shows to be wanted. */
  async examine(): Promise<Examination> {
    const found = await this.bench.examine(this.evidence())
    const wanted = found.chains.flatMap((chain) => chain.wanted).filter((link) => !this.answers.has(keyOf(link)))
    if (wanted.length === 0) return found
    for (const link of wanted)
      if (!this.answers.has(keyOf(link))) this.answers.set(keyOf(link), await this.authorities.status(link))
    return this.bench.examine(this.evidence())
  }

  async storeFor({ chains }: Examination): Promise<void> {
    const bySignature = chains.map((chain): SignatureData => ({
      ...this.dataOf(chain.paths.flat()),
      field: chain.field,
    }))
    await this.bench.store(this.dataOf(chains.flatMap(({ paths }) => paths.flat())), bySignature)
  }

  private dataOf(links: Link[]): SecurityData {
    const certificates = links.map(({ certificate }) => certificate.der)
    const answers = links.flatMap((link) => this.answers.get(keyOf(link)) ?? [])
    const of = (kind: RevocationAnswer['kind']) => answers.filter((one) => one.kind === kind).map(({ der }) => der)
    return { certificates, ocsps: of('ocsps'), crls: of('crls') }
  }
}

const keyOf = ({ certificate }: Link) => certificate.der.toString('base64')
