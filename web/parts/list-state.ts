/** Where a list stands: the row meant, and the rows ticked. `anchor` is where a run with Shift began. */
export interface ListState {
  at: number
  anchor: number
  ticked: ReadonlySet<string>
}

/** A key pressed on a list. */
export interface ListPress {
  code: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
}

interface ListGround {
  keys: readonly string[]
  /** Rows that PageUp and PageDown jump over. */
  page: number
  multi: boolean
}

const steps: Record<string, (at: number, count: number, page: number) => number> = {
  ArrowDown: (at) => at + 1,
  KeyJ: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  KeyK: (at) => at - 1,
  PageDown: (at, _, page) => at + page,
  PageUp: (at, _, page) => at - page,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/**
 * The state after a press, or undefined when the list has no use for it. ↑ ↓ J K Home End PageUp PageDown move; with Shift they tick
 * the run; Space and X tick one; Ctrl+A ticks all and, pressed again, none.
 */
export function afterListPress(state: ListState, press: ListPress, ground: ListGround): ListState | undefined {
  const withMod = press.ctrlKey || press.metaKey
  if (withMod) return press.code === 'KeyA' && ground.multi ? tickAll(state, ground.keys) : undefined
  const step = steps[press.code]
  if (step) return moved(state, { step, isRun: press.shiftKey && ground.multi }, ground)
  const isTick = press.code === 'Space' || press.code === 'KeyX'
  return isTick && ground.multi ? tickedOver(state, state.at, ground.keys) : undefined
}

/** The state after row `index` was ticked or unticked. */
export function tickedOver(state: ListState, index: number, keys: readonly string[]): ListState {
  const key = keys[index]
  if (key === undefined) return state
  const ticked = new Set(state.ticked)
  if (!ticked.delete(key)) ticked.add(key)
  return { at: index, anchor: index, ticked }
}

function moved(
  state: ListState,
  move: { step: (typeof steps)[string]; isRun: boolean },
  { keys, page }: ListGround,
): ListState {
  const at = Math.max(0, Math.min(keys.length - 1, move.step(state.at, keys.length, page)))
  if (!move.isRun) return { ...state, at, anchor: at }
  const [first, last] = [Math.min(at, state.anchor), Math.max(at, state.anchor)]
  return { at, anchor: state.anchor, ticked: new Set([...state.ticked, ...keys.slice(first, last + 1)]) }
}

function tickAll(state: ListState, keys: readonly string[]): ListState {
  const isAll = keys.every((key) => state.ticked.has(key))
  return { ...state, ticked: new Set(isAll ? [] : keys) }
}

/** Which rows of a long list to draw: from `first` up to but not including `end`. */
export function windowOf(view: { top: number; height: number; row: number; count: number }): {
  first: number
  end: number
} {
  const spare = 6
  const row = Math.max(1, view.row)
  const first = Math.max(0, Math.floor(view.top / row) - spare)
  const end = Math.min(view.count, Math.ceil((view.top + view.height) / row) + spare)
  return { first: Math.min(first, end), end }
}
