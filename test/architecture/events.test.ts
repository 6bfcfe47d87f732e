import { expect, test } from 'vitest'
import { audienceOf, type MeetingEventType } from '#server/meetings/event.state.ts'
import { audiences } from '#server/meetings/screen.state.ts'
import { hearers } from '#server/wiring.ts'
import { matches, sources, textOf } from './source-tree.ts'

/*
 * Every live event has somebody who tells it, somebody who may hear it and a screen that does something with it. An event without
 * one of the three is either dead or a screen that stays old.
 */

const server = sources('server/**/*.ts')
const meetingTypes = Object.keys(audienceOf).sort() as MeetingEventType[]
const distinct = (found: [string, string][]) => [...new Set(found.map(([, word]) => word))].sort()

test('every meeting event has an audience, and the desk always hears', () => {
  for (const type of meetingTypes) {
    const heard = audienceOf[type]
    expect([type, heard.every((one) => audiences.includes(one)), heard.includes('desk')]).toEqual([type, true, true])
    expect([type, heard.length]).toEqual([type, new Set(heard).size])
  }
})

test('every meeting event is told by an act, and no act tells another', () => {
  expect(distinct(matches(server, /meetingEvent\(\s*'([\w.]+)'/g))).toEqual(meetingTypes)
})

test('every meeting event has its case in the reducer, and the reducer no other', () => {
  const reducer = matches(['server/meetings/meeting.state.ts'], /^ {2}'(\w+\.\w+)': \(/gm)
  expect(distinct(reducer)).toEqual(meetingTypes)
})

test('the proof that snapshot and events agree insists on having seen every meeting event', () => {
  const proof = textOf('test/meetings/every-act.test.ts')
  expect(proof).toMatch(/expect\(\[\.\.\.seen\]\.sort\(\)\)\.toEqual\(Object\.keys\(audienceOf\)\.sort\(\)\)/)
})

/** Live events that no screen asks for by name, and why that is right. */
const unnamed: Record<string, string> = {
  'document.changed': 'a document page loads anew on whatever its topic says, save a moved delivery',
  'assignments.changed': 'goes with arrivals.changed to the same desk; for the notices of a person',
  'session.revoked': 'never leaves the server: the sockets of the session are closed instead',
}

test('every other live event is handled by name in the client, or says here why not', () => {
  const told = distinct(matches(server, /\btype: '([a-z]+\.[a-zA-Z]+)'/g)).filter((type) => !(type in hearers))
  const client = sources('web/**/*.ts', 'web/**/*.svelte').map(textOf).join('\n')
  const unheard = told.filter((type) => !client.includes(`'${type}'`))
  expect(unheard).toEqual(Object.keys(unnamed).sort())
  expect(told.length).toBeGreaterThan(8)
})

test('the client asks for no event that nobody tells', () => {
  const asked = distinct(matches(sources('web/**/*.ts', 'web/**/*.svelte'), /type === '([a-z]+\.[a-zA-Z]+)'/g))
  const told = new Set([...distinct(matches(server, /\btype: '([a-z]+\.[a-zA-Z]+)'/g)), ...meetingTypes])
  expect(asked.filter((type) => !told.has(type))).toEqual([])
  expect(asked.length).toBeGreaterThan(4)
})

test('a page that hears its topic without names loads anew, so that no event is lost on it', () => {
  expect(textOf('web/documents/document-page.svelte.ts')).toMatch(
    /'delivery\.moved' \? this\.loadMatrix\(\) : this\.load\(\)/,
  )
})
