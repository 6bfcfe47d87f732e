import { describe, expect, test } from 'vitest'
import { actsNow } from '../../../web/arrivals/acts-now.ts'

type Arrival = Parameters<typeof actsNow>[0]
type Branch = Arrival['directions'][number]['tree'][number]

const nothing = { register: false, refuse: false, direct: false }
const no = { assign: false, start: false, finish: false, return: false }
const own = { assign: false, start: true, finish: true, return: true }

function arrival(over: Partial<Omit<Arrival, 'directions'>>, tree: Branch[] = []): Arrival {
  return { state: 'directed', can: nothing, directions: [{ current: true, tree }], ...over }
}

function unitPart(over: Partial<Branch> = {}): Branch {
  const can = { ...own, assign: true }
  return { id: 'unit', role: 'lead', postId: null, state: 'open', can, children: [], ...over }
}

const person = { id: 'person', role: 'lead', postId: 'p', state: 'open', can: own }

/** The acts as words, the expected one first and in brackets. */
function said(of: Arrival): string {
  const { primary, others } = actsNow(of)
  return [`[${primary?.kind ?? ''}]`, ...others.map(({ kind }) => kind)].join(' ')
}

describe('the one act that is expected', () => {
  test.each<[string, Arrival, string]>([
    [
      'a clerk registers',
      arrival({ state: 'arrived', can: { ...nothing, register: true, refuse: true } }),
      '[register] refuse',
    ],
    ['a leader directs', arrival({ state: 'registered', can: { ...nothing, direct: true } }), '[direct]'],
    ['and may direct again later', arrival({ can: { ...nothing, direct: true } }), '[] directAgain'],
    ['a head hands on', arrival({}, [unitPart()]), '[assign] startSelf finish giveBack'],
    [
      'a head who has handed on waits',
      arrival({}, [unitPart({ can: { ...own, assign: true, start: false }, children: [{ ...person, can: no }] })]),
      '[] assignAgain finish giveBack',
    ],
    [
      'a head hands on anew what a person gave back',
      arrival({}, [
        unitPart({
          state: 'in_progress',
          can: { ...own, assign: true, start: false },
          children: [{ ...person, state: 'returned', can: no }],
        }),
      ]),
      '[assign] finish giveBack',
    ],
    [
      'a head at work himself reports',
      arrival({}, [unitPart({ state: 'in_progress', can: { ...own, assign: true, start: false } })]),
      '[finish] assign giveBack',
    ],
    ['a person begins', arrival({}, [unitPart({ can: no, children: [person] })]), '[start] finish giveBack'],
    [
      'a person at work reports',
      arrival({}, [
        unitPart({ can: no, children: [{ ...person, state: 'in_progress', can: { ...own, start: false } }] }),
      ]),
      '[finish] giveBack',
    ],
    [
      'who coordinates gives an opinion',
      arrival({}, [unitPart({ role: 'coordinate', postId: 'p', can: { ...own, start: false } })]),
      '[giveOpinion] giveBack',
    ],
    ['a copy asks for nothing', arrival({}, [unitPart({ role: 'inform' })]), '[]'],
    [
      'a leader who heads a unit too directs first',
      arrival({ state: 'registered', can: { ...nothing, direct: true } }, [unitPart()]),
      '[direct] assign startSelf finish giveBack',
    ],
  ])('%s', (_, of, words) => expect(said(of)).toBe(words))
})

test('an earlier direction asks for nothing any more', () => {
  const earlier = { ...arrival({}), directions: [{ current: false, tree: [unitPart()] }] }
  expect(said(earlier)).toBe('[]')
})

test('each act names the part that it is about', () => {
  const { primary, others } = actsNow(arrival({}, [unitPart()]))
  expect([primary, ...others].map((act) => act?.nodeId)).toEqual(['unit', 'unit', 'unit', 'unit'])
})
