import { finds } from '../kernel/find.ts'

/** One thing to choose: `detail` is a quieter second line and is searched too. */
export interface ChoiceOption {
  value: string
  label: string
  detail?: string | undefined
  /** Options with the same group stand together and can be chosen together. */
  group?: string | undefined
}

/** A row of an open list: an option, or the line that takes or leaves a whole group. */
export type ChoiceRow =
  | { kind: 'option'; key: string; option: ChoiceOption; chosen: boolean }
  | { kind: 'group'; key: string; name: string; members: string[]; all: boolean }

interface Wanted {
  options: readonly ChoiceOption[]
  query: string
  chosen: ReadonlySet<string>
  /** Whether whole groups can be chosen. */
  many: boolean
}

/** More rows than this nobody reads; the list says how many it holds back. */
export const mostRows = 200

/** The rows of an open list for what was typed (tones optional), and how many options are held back. */
export function choiceRows({ options, query, chosen, many }: Wanted): { rows: ChoiceRow[]; hidden: number } {
  const found = options.filter((option) => finds(query, `${option.label} ${option.detail ?? ''} ${option.group ?? ''}`))
  const groups = Map.groupBy(found, ({ group }) => group ?? '')
  const rows = [...groups].flatMap(([name, members]) => {
    const lines = members.map((option): ChoiceRow => optionRow(option, chosen))
    return many && name !== '' ? [groupRow(name, members, chosen), ...lines] : lines
  })
  return { rows: rows.slice(0, mostRows), hidden: Math.max(0, rows.length - mostRows) }
}

/** What is chosen after the row was pressed: an option turns over, a group comes whole or goes whole. */
export function afterPress(row: ChoiceRow, chosen: readonly string[]): string[] {
  const without = (values: readonly string[]) => chosen.filter((value) => !values.includes(value))
  if (row.kind === 'group') return row.all ? without(row.members) : [...without(row.members), ...row.members]
  const { value } = row.option
  return chosen.includes(value) ? without([value]) : [...chosen, value]
}

/** A capsule for what is chosen: one option, or a whole group when every member is in. */
export interface Capsule {
  key: string
  label: string
  values: string[]
  group: boolean
}

/** The chosen options as few capsules as say it: a complete group of two or more is one. */
export function capsules(options: readonly ChoiceOption[], chosen: readonly string[]): Capsule[] {
  const taken = new Set(chosen)
  const groups = Map.groupBy(options, ({ group }) => group ?? '')
  return [...groups].flatMap(([name, members]): Capsule[] => {
    const values = members.map(({ value }) => value).filter((value) => taken.has(value))
    const isWhole = name !== '' && members.length > 1 && values.length === members.length
    if (isWhole) return [{ key: `group:${name}`, label: `${name} (${values.length})`, values, group: true }]
    return members
      .filter(({ value }) => taken.has(value))
      .map(({ value, label }) => ({ key: value, label, values: [value], group: false }))
  })
}

function optionRow(option: ChoiceOption, chosen: ReadonlySet<string>): ChoiceRow {
  return { kind: 'option', key: option.value, option, chosen: chosen.has(option.value) }
}

function groupRow(name: string, members: readonly ChoiceOption[], chosen: ReadonlySet<string>): ChoiceRow {
  const values = members.map(({ value }) => value)
  return { kind: 'group', key: `group:${name}`, name, members: values, all: values.every((value) => chosen.has(value)) }
}
