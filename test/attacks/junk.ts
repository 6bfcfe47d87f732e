import fc from 'fast-check'

/** A nest of arrays deeper than recursive code likes. */
const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown

/** Texts that have broken databases, dates, file names and screens before. */
export const oddTexts = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udc00x',
    '\ufffe',
    '\u202egpj.exe',
    '\u2066x\u2069',
    '\u200b',
    '\ufeff',
  ],
  ...[
    'a'.repeat(100_000),
    'ế'.repeat(3000),
    'é'.repeat(400),
    '𠮷'.repeat(600),
    '\n',
    'một\nhai',
    '\r',
    '\u2028',
    '\u0085',
  ],
  ...['__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', 'true', '0', '-1', '1e999'],
  ...["' or 1=1 --", '"; drop table people; --', '%', '_', '\\', '${x}', '{{x}}', '<script>alert(1)</script>', '=1+1'],
  ...['../../etc/passwd', '..\\..\\x', 'file:///etc/passwd', 'C:\\con', '/dev/null', 'a/b', '.', '..'],
  ...['0000-00-00', '0000-01-01', '0001-01-01', '2020-02-30', '2020-13-01', '9999-12-31', '10000-01-01', '1969-12-31'],
  ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2020-06-23T24:00:00Z', '2020-06-23T23:59:60+07:00'],
  ...['2020-06-25T08:00:00+99:99', '+275760-09-13T00:00:00Z', '-271821-04-20T00:00:00Z', '2020-06-23'],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '0'.repeat(64), 'g'.repeat(36)],
  ...[
    '{00000000-0000-4000-8000-000000000000}',
    '00000000-0000-4000-8000-00000000000',
    'urn:uuid:00000000-0000-4000-8000-000000000000',
  ],
]

export const oddNumbers = [
  ...[
    0,
    -0,
    -1,
    1,
    0.5,
    1e-300,
    1e308,
    -1e308,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
    2 ** 53 - 1,
    2 ** 53,
    1e21,
  ],
]

const oddOthers: unknown[] = [
  ...[null, true, false, [], {}, [null], [[]], [{}], [1, 'a', null], { toString: 1 }, { length: 1e9 }, { then: 1 }],
  ...[{ constructor: { prototype: { x: 1 } } }, JSON.parse('{"__proto__": {"role": "admin"}}') as unknown, deep(3000)],
  ...[Array<number>(5000).fill(1), Array<string>(2001).fill('00000000-0000-4000-8000-000000000000')],
]

/** What has most often gone through a validator and broken what lies behind it: tried at every place. */
export const killers: unknown[] = [
  ...['a\u0000b', '\ud800', '\u202egpj', 'a'.repeat(100_000), '__proto__', '', null],
  ...['0000-01-01', '9999-12-31', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'],
  ...['ffffffff-ffff-4fff-bfff-ffffffffffff', -1, 2 ** 31, 2 ** 53 - 1, 0.5, [], {}, deep(3000)],
]

/** Anything that JSON can carry, the odd far more often than the harmless. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...oddTexts) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...oddNumbers) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...oddOthers) },
  { weight: 1, arbitrary: fc.uuid({ version: 4 }) as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4, noUnicodeString: false }) as fc.Arbitrary<unknown> },
)

type Place = (string | number)[]

/** Every place in a value, the whole of it first. */
export function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))]
}

/** The value with something else at a place. */
export function withAt(value: unknown, [first, ...rest]: Place, put: unknown): unknown {
  if (first === undefined) return put
  const inner = (value as Record<string, unknown>)[String(first)]
  const changed = withAt(inner, rest, put)
  if (Array.isArray(value)) return value.map((one: unknown, index) => (String(index) === String(first) ? changed : one))
  return { ...(value as object), [String(first)]: changed }
}
