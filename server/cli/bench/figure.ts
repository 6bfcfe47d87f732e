/** One measured thing. `beside` names what was measured in the same run, in the same unit; `ratio` is ours over it. */
export type Figure = {
  bench: string
  case: string
  metric: string
  value: number
  unit: string
  beside: string | null
  besideValue: number | null
  ratio: number | null
}

/** What a bench says of one thing: the ratio follows from the two values. */
export type Told = { case: string; metric: string; value: number; unit: string; beside?: [name: string, value: number] }

/** One line of the output: figures to four significant digits, so that a line says no more than was measured. */
export function figureOf(bench: string, { beside, ...told }: Told): Figure {
  const [name, besideValue] = beside ?? [null, null]
  const ratio = besideValue === null || besideValue === 0 ? null : told.value / besideValue
  return {
    bench,
    ...told,
    value: significant(told.value),
    beside: name,
    besideValue: besideValue === null ? null : significant(besideValue),
    ratio: ratio === null ? null : significant(ratio),
  }
}

const significant = (value: number) => Number(value.toPrecision(4))

/** How large a run is: `full` for the figures, `small` to see within seconds that a bench works at all. */
export type Scale = 'full' | 'small'

export type Tell = (told: Told) => void

/** One bench: sets itself up, tells its figures, leaves nothing behind. */
export type Bench = (scale: Scale, tell: Tell) => Promise<void>

/** The value below which `share` of the values lie (nearest rank); the array is not changed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}

/** The middle value. */
export const median = (values: readonly number[]) => quantile(values, 0.5)
