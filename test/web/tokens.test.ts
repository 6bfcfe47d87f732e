import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(path.join(import.meta.dirname, '../../web/kernel/tokens.css'), 'utf8')
const blocks = { normal: blockOf(':root {'), more: blockOf(":root[data-contrast='more'] {") }

type Colours = Map<string, string>

/** The colours that a person sees with this scheme and contrast. */
function coloursOf(scheme: 'light' | 'dark', contrast: 'normal' | 'more'): Colours {
  const texts = contrast === 'more' ? [blocks.normal, blocks.more] : [blocks.normal]
  const found: Colours = new Map()
  for (const text of texts) {
    for (const [, name, pair, single] of text.matchAll(/--([\w-]+):\s*(?:light-dark\(([^)]+)\)|(#\w{6}))/g)) {
      const [light = '', dark = ''] = (pair ?? `${single},${single}`).split(',').map((part) => part.trim())
      found.set(name!, scheme === 'light' ? light : dark)
    }
  }
  return found
}

function blockOf(head: string): string {
  const start = css.indexOf(head)
  return css.slice(start, css.indexOf('\n}', start))
}

/** WCAG's ratio of two colours `#rrggbb`. */
function ratio(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const grounds = ['bg', 'surface', 'raised', 'sunken']
const texts: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ['text', ground],
    ['muted', ground],
  ]),
  ['primary', 'surface'],
  ['primary', 'raised'],
  ['on-primary', 'primary'],
  ['on-primary', 'primary-hover'],
  ['on-primary-soft', 'primary-soft'],
  ['text', 'primary-soft'],
  ['muted', 'primary-soft'],
  ['ok', 'surface'],
  ['ok', 'ok-soft'],
  ['warn', 'surface'],
  ['warn', 'warn-soft'],
  ['danger', 'surface'],
  ['danger', 'danger-soft'],
  ['on-danger', 'danger'],
  ['calm', 'calm-soft'],
  ['on-nav', 'nav'],
  ['on-nav-muted', 'nav'],
  ['on-nav', 'nav-active'],
  ['national-gold', 'nav'],
]
const controls: [string, string][] = grounds.map((ground) => ['line-strong', ground])

const looks = (['light', 'dark'] as const).flatMap((scheme) =>
  (['normal', 'more'] as const).map((contrast) => [scheme, contrast] as const),
)

describe.each(looks)('colours, %s, contrast %s', (scheme, contrast) => {
  const colours = coloursOf(scheme, contrast)
  const of = (one: string, other: string) => ratio(colours.get(one) ?? '', colours.get(other) ?? '')

  test.each(texts)('%s on %s is readable at 7:1', (text, ground) => expect(of(text, ground)).toBeGreaterThanOrEqual(7))
  test.each(controls)('%s on %s shows a border at 3:1', (line, ground) =>
    expect(of(line, ground)).toBeGreaterThanOrEqual(3),
  )
})

test('the ring shows on any ground, because it has two tones', () => {
  const colours = coloursOf('light', 'normal')
  expect(ratio(colours.get('ring')!, colours.get('ring-glow')!)).toBeGreaterThan(9)
})

test('lines of text leave room for stacked Vietnamese marks', () => {
  const number = (name: string) => Number(new RegExp(`--${name}:\\s*([\\d.]+)`).exec(css)?.[1])
  expect(number('leading')).toBeGreaterThanOrEqual(1.5)
  expect(number('leading-tight')).toBeGreaterThanOrEqual(1.35)
  for (const step of ['step-0', 'step-1', 'step-2']) expect(number(step)).toBeGreaterThanOrEqual(1)
})
