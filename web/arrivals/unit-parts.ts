/** What part a unit has in a direction. */
export type UnitPart = 'lead' | 'coordinate' | 'inform'
/** The units of a direction, each with its part. */
export type UnitParts = Readonly<Record<string, UnitPart>>

/** The order in which parts stand everywhere. */
export const unitParts: readonly UnitPart[] = ['lead', 'coordinate', 'inform']

/** The parts after `part` was pressed at a unit: pressed again it goes; a new lead takes the place of the one before. */
export function partsAfter(parts: UnitParts, unitId: string, part: UnitPart): UnitParts {
  const others = Object.entries(parts).filter(([id, held]) => id !== unitId && !(part === 'lead' && held === 'lead'))
  return Object.fromEntries(parts[unitId] === part ? others : [...others, [unitId, part]])
}

/** The parts as the act takes them. Without a lead `leadUnitId` is ''. */
export function unitsOf(parts: UnitParts) {
  const having = (wanted: UnitPart) => Object.keys(parts).filter((id) => parts[id] === wanted)
  return {
    leadUnitId: having('lead')[0] ?? '',
    coordinateUnitIds: having('coordinate'),
    informUnitIds: having('inform'),
  }
}
