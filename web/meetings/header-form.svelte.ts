import type { InferResponseType } from 'hono/client'
import type { HeaderView } from '../../server/meetings/screen.state.ts'
import { api, ask } from '../kernel/api.ts'
import { Form } from '../kernel/form.svelte.ts'
import { formatTime } from '../kernel/format.ts'
import { meetingsTexts as t } from '../kernel/messages/meetings.ts'
import { todayInVietnam } from '../parts/days.ts'

/** A kind of meeting with its rule. */
export type MeetingType = InferResponseType<(typeof api)['meeting-types']['$get']>[number]

/** The title block as it stands in the fields: a day and two times of Viet Nam. */
export interface HeaderFields {
  title: string
  typeCode: string
  day: string
  from: string
  until: string
  place: string
  [name: string]: unknown
}

/** What fields need of the form that holds them, whatever it sends. */
export interface FieldHolder<Values> {
  values: Values
  idOf(name: string): string
  errorAt(name: string): string | undefined
}

/** The kinds of meetings that may be prepared today. */
export function meetingTypes(): Promise<MeetingType[]> {
  return ask(api['meeting-types'].$get())
}

/** What stands in the fields for a meeting that exists. */
export function fieldsOf({ title, typeCode, startsAt, endsAt, place }: HeaderView): HeaderFields {
  const day = todayInVietnam(new Date(startsAt))
  return { title, typeCode, day, from: formatTime(startsAt), until: formatTime(endsAt), place }
}

/** The title block as the server takes it. */
export function headerOf({ title, typeCode, day, from, until, place }: HeaderFields) {
  return { title, typeCode, place, startsAt: instantOf(day, from), endsAt: instantOf(day, until) }
}

/** What is missing before the server need be asked. */
export function headerProblems({ typeCode, day, from, until }: HeaderFields): Partial<Record<string, string>> {
  return {
    ...(typeCode ? {} : { typeCode: t.typeMissing }),
    ...(day ? {} : { day: t.dayMissing }),
    ...(from ? {} : { from: t.timeMissing }),
    ...(until ? {} : { until: t.timeMissing }),
  }
}

function instantOf(day: string, time: string): string {
  return `${day}T${time}:00+07:00`
}

/** The title block of a meeting that exists. A newer one of somebody else fills untouched fields by itself; touched ones are kept. */
export class HeaderForm {
  readonly form: Form<HeaderFields, { seq: number; revision: number }>
  #seen = $state(0)
  #shown = $state('')

  constructor(id: string, header: HeaderView, saved: (seq: number) => void) {
    this.#seen = header.revision
    this.#shown = JSON.stringify(fieldsOf(header))
    this.form = new Form<HeaderFields, { seq: number; revision: number }>({
      initial: fieldsOf(header),
      check: headerProblems,
      send: (values) =>
        ask(api.meetings[':id'].$put({ param: { id }, json: { ...headerOf(values), revision: this.#seen } })),
      done: ({ seq, revision }) => {
        this.#took(revision)
        saved(seq)
      },
    })
  }

  get dirty(): boolean {
    return JSON.stringify(this.form.values) !== this.#shown
  }

  /** True while what is typed stands on an older title block than the meeting's. */
  isBehind(header: HeaderView): boolean {
    return header.revision > this.#seen
  }

  /** For an effect: follows the meeting as long as nothing is typed. */
  follow(header: HeaderView): void {
    if (this.isBehind(header) && !this.dirty) this.takeOver(header)
  }

  /** Puts the meeting's title block in place of what is typed. */
  takeOver(header: HeaderView): void {
    Object.assign(this.form.values, fieldsOf(header))
    this.#took(header.revision)
  }

  #took(revision: number): void {
    this.#seen = revision
    this.#shown = JSON.stringify(this.form.values)
  }
}
