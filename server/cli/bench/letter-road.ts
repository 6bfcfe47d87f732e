import { setTimeout as sleep } from 'node:timers/promises'
import { seedKeys } from '#db/seed/demo-keys.ts'
import { agencyIdOf } from '#db/seed/rows-of-tree.ts'
import type { SeedAgency } from '#db/seed/seed-tree.ts'
import { demoSecrets } from '#server/identity/door.ts'
import type { BenchHouse } from './bench-house.ts'
import { openDesk } from './call.ts'
import { visitorOf } from './people-in-session.ts'
import { seedWorld } from './seed-world.ts'

/** What every act on a document answers. */
export type Letter = { id: string; revision: number; state: string }

/** The committee's outgoing desk, over HTTP: each step is the act of the person whose turn it is. */
export type LetterRoad = {
  pin: string
  tree: SeedAgency[]
  /** Drafts a letter to these agencies and brings it to the signer's desk. */
  laidBeforeSigner(recipients: SeedAgency[]): Promise<Letter>
  sign(letter: Letter): Promise<Letter>
  /** Signs all of them with one PIN; resolves when the last one has its result, with how many were signed. */
  signMany(looked: Looked[]): Promise<number>
  numberAndSeal(letter: Letter): Promise<Letter>
  issue(letter: Letter): Promise<Letter>
}

/** What the leader looked at. */
export type Looked = { documentId: string; revision: number; fileSha256: string }

type Signer = { id: string; authority: { id: string; competence: string } }

/** Seeds the province with its keys and seats everybody whom a letter needs. */
export async function openLetterRoad({ house, serve }: BenchHouse, agencies?: number): Promise<LetterRoad> {
  const tree = await seedWorld(house, agencies)
  await seedKeys(house)
  const { pin } = await demoSecrets(house.config.dataDir)
  const url = await serve()
  const seat = async (userName: string) => openDesk(url, (await visitorOf(house, userName)).cookie)
  const drafter = await seat('chuyenvien.th')
  const head = await seat('truongphong.th')
  const office = await seat('chanhvanphong')
  const leader = await seat('pct')
  const clerk = await seat('vanthu')
  const signers = await drafter<Signer[]>('GET /documents/signers')
  const signer = signers.find(({ authority }) => authority.competence.startsWith('KT.'))!
  const step = (desk: typeof drafter, name: string, { id, revision }: Letter, more = {}) =>
    desk<Letter>(`POST /documents/${id}/${name}`, { revision, ...more })
  return {
    pin,
    tree,
    async laidBeforeSigner(recipients) {
      const draft = await drafter<Letter>('POST /documents', draftOf(signer, recipients))
      const submitted = await step(drafter, 'submit', draft)
      return step(office, 'approve-form', await step(head, 'approve-content', submitted))
    },
    sign: (letter) => step(leader, 'sign', letter, { pin }),
    signMany: (items) => signedTogether(leader, { items, pin }),
    numberAndSeal: (letter) => step(clerk, 'number-and-seal', letter, { pin }),
    issue: (letter) => step(clerk, 'issue', letter),
  }
}

type Batch = { phase: string; counts: { signed: number } }

async function signedTogether(leader: ReturnType<typeof openDesk>, json: { items: Looked[]; pin: string }) {
  const { id } = await leader<{ id: string }>('POST /signing-batches', json)
  for (;;) {
    const { phase, counts } = await leader<Batch>(`GET /signing-batches/${id}`)
    if (phase === 'finished') return counts.signed
    await sleep(50)
  }
}

function draftOf(signer: Signer, recipients: SeedAgency[]) {
  return {
    typeCode: 'cong_van',
    subject: 'V/v chấn chỉnh công tác giải quyết TTHC trên môi trường mạng',
    body: 'Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị thực hiện nghiêm việc giải quyết hồ sơ trên môi trường mạng.',
    recipientIds: recipients.map(({ code }) => agencyIdOf(code)),
    urgency: 'normal',
    dueOn: null,
    signerPostId: signer.id,
    signingAuthorityId: signer.authority.id,
  }
}
