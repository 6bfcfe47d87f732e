import { describe, expect, test } from 'vitest'
import { commands } from '../../web/kernel/commands.svelte.ts'
import { isComposing, keyCaps, type KeyPress, pressed } from '../../web/kernel/keys.ts'

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 65,
  ...more,
})

describe('a combination', () => {
  test('needs exactly its keys', () => {
    expect(pressed(press('KeyK', { ctrlKey: true }), 'Mod+KeyK')).toBe(true)
    expect(pressed(press('KeyK', { metaKey: true }), 'Mod+KeyK')).toBe(true)
    expect(pressed(press('KeyK'), 'Mod+KeyK')).toBe(false)
    expect(pressed(press('KeyK', { ctrlKey: true, shiftKey: true }), 'Mod+KeyK')).toBe(false)
    expect(pressed(press('KeyK', { altKey: true }), 'KeyK')).toBe(false)
  })

  test('is written as it stands on keys', () => {
    expect(keyCaps('Mod+KeyK')).toEqual(['Ctrl', 'K'])
    expect(keyCaps('Mod+Enter', true)).toEqual(['⌘', '↵'])
    expect(keyCaps('Shift+Slash')).toEqual(['?'])
    expect(keyCaps('Alt+Digit2')).toEqual(['Alt', '2'])
  })
})

describe('commands', () => {
  const done: string[] = []
  const offer = (id: string, keys: string) => ({
    id,
    label: () => id,
    group: () => '',
    keys,
    run: () => done.push(id),
  })
  const meant = (it: KeyPress, isTyping = false) => commands.meantBy(it, isTyping)?.id

  test('a press that an input method uses is never ours', () => {
    const withdraw = commands.offer([offer('j', 'KeyJ'), offer('k', 'Mod+KeyK')])
    expect(meant(press('KeyJ'))).toBe('j')
    expect(isComposing(press('KeyJ', { isComposing: true }))).toBe(true)
    expect(meant(press('KeyJ', { isComposing: true }))).toBeUndefined()
    expect(meant(press('KeyJ', { keyCode: 229 }))).toBeUndefined()
    expect(meant(press('KeyK', { ctrlKey: true, keyCode: 229 }))).toBeUndefined()
    withdraw()
    expect(meant(press('KeyJ'))).toBeUndefined()
  })

  test('single letters stay silent while somebody types, and when switched off', () => {
    const withdraw = commands.offer([offer('e', 'KeyE'), offer('save', 'Mod+Enter')])
    expect(meant(press('KeyE'), true)).toBeUndefined()
    expect(meant(press('Enter', { ctrlKey: true }), true)).toBe('save')
    commands.allowSingleKeys(false)
    expect(meant(press('KeyE'))).toBeUndefined()
    expect(meant(press('Enter', { ctrlKey: true }))).toBe('save')
    commands.allowSingleKeys(true)
    withdraw()
  })

  test('the latest page wins a contested id and keeps its own order', () => {
    const first = commands.offer([offer('same', 'KeyA')])
    const second = commands.offer([offer('one', 'KeyX'), { ...offer('same', 'KeyB') }])
    expect(commands.here.map(({ id }) => id)).toEqual(['one', 'same'])
    expect(meant(press('KeyB'))).toBe('same')
    second()
    expect(meant(press('KeyA'))).toBe('same')
    first()
  })
})
