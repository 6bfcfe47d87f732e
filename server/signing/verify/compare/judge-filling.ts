import type { FormField } from '../../pdf/form-fields.ts'
import { nameOf, PdfName, PdfStream, PdfString, textOf, type PdfValue } from '../../pdf/objects.ts'
import type { PdfView } from '../../pdf/pdf-view.ts'
import type { Change, Comparison } from './comparison.ts'
import { shownText, type ShownText } from './shown-text.ts'

/** One field in two revisions, and whether its value is another one now. */
export interface Filling {
  before: FormField
  after: FormField
  filled: boolean
}

type Finding = Pick<Change, 'level' | 'code' | 'detail'>

/** What became of a text or choice field, or a button, that holds or shows something else than before. */
export function judgeFilling(comparison: Comparison, filling: Filling): Finding {
  const { after } = filling
  const held = comparison.after.resolve(after.value)
  if (held instanceof Map || held instanceof PdfStream)
    return { level: 'forbidden', code: 'field_changed', detail: `field ${after.name} holds what no field may hold` }
  return after.type === 'Btn' ? judgeButton(comparison, filling) : judgeText(comparison, filling)
}

/**
 * A filled field must show what it holds: a look that says something else is the replace variant of the shadow attack. So
 * is a field that showed or held something already when it was signed. Where the look cannot be read, the change
 * counts as added content for a human to see.
 */
function judgeText(comparison: Comparison, filling: Filling): Finding {
  const { before, after, filled } = filling
  const shown = agreed(looksOf(comparison.after, after))
  if (shown === null || hasOtherLooks(comparison, before, after))
    return { level: 'added', code: 'field_look_unproven', detail: `what field ${after.name} shows cannot be read` }
  const old = agreed(looksOf(comparison.before, before))
  if (shown !== heldText(comparison.after, after.value) || (!filled && old !== shown && old !== '' && old !== null))
    return {
      level: 'forbidden',
      code: 'field_look_differs',
      detail: `field ${after.name} shows something else than it holds`,
    }
  if (!filled && old === shown)
    return { level: 'permitted', code: 'field_redrawn', detail: `field ${after.name} was drawn anew` }
  return judgeEmptiness(comparison, filling, old)
}

/** Filling is for fields that showed and held nothing. */
function judgeEmptiness(comparison: Comparison, { before, after }: Filling, old: string | null): Finding {
  const { name } = after
  if (old !== '' || heldText(comparison.before, before.value) !== '')
    return {
      level: 'added',
      code: 'field_refilled',
      detail: `field ${name} showed or held something when it was signed`,
    }
  const ownFont = looksOf(comparison.after, after).some((look) => look?.ownFont)
  return {
    level: 'permitted',
    code: ownFont ? 'field_filled_in_own_font' : 'field_filled',
    detail: `field ${name} was filled`,
  }
}

/** Stands for looks of one field that show different texts; no field holds it. */
const MIXED = '\0mixed'

/** What all looks show; null when one of them cannot be read. */
function agreed(looks: (ShownText | null)[]): string | null {
  const texts = new Set(looks.map((look) => look && bare(look.text)))
  if (texts.has(null)) return null
  return texts.size > 1 ? MIXED : ([...texts][0] ?? '')
}

const bare = (text: string) => text.normalize('NFC').replace(/\s+/g, '')

/** A value as text: one string, or the chosen ones of a list. */
function heldText(view: PdfView, value: PdfValue): string {
  const held = view.resolve(value)
  const items = Array.isArray(held) ? held.map((item) => view.resolve(item)) : [held]
  return bare(items.map((item) => textOf(item) ?? '').join(''))
}

function looksOf(view: PdfView, { widgets }: FormField): (ShownText | null)[] {
  return widgets.map(({ dict }) => {
    const normal = view.get(view.dict(dict, 'AP'), 'N')
    return normal === null || normal instanceof PdfStream ? shownText(view, normal) : null
  })
}

/** A picture for the pointer above or the button down that came with the filling shows what nobody reads here. */
function hasOtherLooks(comparison: Comparison, before: FormField, after: FormField): boolean {
  return after.widgets.some(({ dict }, i) => {
    const looks = [comparison.before.dict(before.widgets[i]!.dict, 'AP'), comparison.after.dict(dict, 'AP')] as const
    return ['R', 'D'].some((key) => !comparison.same(looks[0]?.get(key), looks[1]?.get(key), 'AP'))
  })
}

/** A check box shows the state that is its value, and its pictures stay. */
function judgeButton(comparison: Comparison, { before, after }: Filling): Finding {
  const { name } = after
  const redrawn = after.widgets.some(
    ({ dict }, i) => !comparison.same(before.widgets[i]!.dict.get('AP'), dict.get('AP'), 'AP'),
  )
  if (redrawn) return { level: 'forbidden', code: 'field_changed', detail: `pictures of button ${name}` }
  const states = after.widgets.map(({ dict }) => nameOf(comparison.after.get(dict, 'AS')) ?? 'Off')
  const chosen = chosenState(comparison.after, after.value)
  const consistent =
    states.every((state) => state === 'Off' || state === chosen) && (chosen === 'Off' || states.includes(chosen))
  if (!consistent) return { level: 'added', code: 'field_look_unproven', detail: `button ${name} shows another state` }
  return { level: 'permitted', code: 'field_filled', detail: `button ${name} was set` }
}

function chosenState(view: PdfView, value: PdfValue): string {
  const held = view.resolve(value)
  if (held instanceof PdfName) return held.name
  return held instanceof PdfString ? (textOf(held) ?? 'Off') : 'Off'
}
