import { describe, expect, test } from 'vitest'
import { Form } from '../../web/kernel/form.svelte.ts'
import { language } from '../../web/kernel/i18n.svelte.ts'
import { ApiRefusal } from '../../web/kernel/refused.ts'

const bad = new ApiRefusal({
  code: 'invalid',
  reason: 'invalid_input',
  fields: [{ path: 'recipients.3', problem: 'text_too_long' }],
})
const stale = new ApiRefusal({ code: 'conflict', reason: 'stale', vi: 'Đã có người sửa.', en: 'Somebody changed it.' })

describe('a form', () => {
  test('sends what is typed, once, and says that it is busy', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const sent: unknown[] = []
    const done: string[] = []
    const form = new Form({
      initial: { subject: '' },
      send: (values) => (sent.push(values), promise),
      done: (answer) => done.push(answer),
    })
    form.values.subject = 'Báo cáo'
    const first = form.submit()
    expect(form.busy).toBe(true)
    expect(await form.submit()).toBe(false)
    resolve('7')
    expect(await first).toBe(true)
    expect(sent).toEqual([{ subject: 'Báo cáo' }])
    expect(done).toEqual(['7'])
    expect(form.busy).toBe(false)
  })

  test('stops at its own checks without asking the server', async () => {
    let asked = 0
    const form = new Form({
      initial: { subject: '' },
      check: ({ subject }) => ({ subject: subject ? undefined : 'Nhập trích yếu' }),
      send: () => Promise.resolve(asked++),
    })
    expect(await form.submit()).toBe(false)
    expect(asked).toBe(0)
    expect(form.errors).toEqual([{ id: form.idOf('subject'), text: 'Nhập trích yếu' }])
    expect(form.errorAt('subject')).toBe('Nhập trích yếu')
    form.values.subject = 'x'
    expect(await form.submit()).toBe(true)
    expect(form.errors).toEqual([])
  })

  test('puts the server’s problems at their fields and loses nothing typed', async () => {
    const form = new Form({ initial: { recipients: ['a'] }, send: () => Promise.reject<void>(bad) })
    form.values.recipients.push('b')
    expect(await form.submit()).toBe(false)
    expect(form.errorAt('recipients.3')).toBe('Nội dung quá dài')
    expect(form.errors[0]!.id).toBe(form.idOf('recipients.3'))
    expect(form.idOf('recipients.3')).not.toContain('.')
    expect(form.refusal).toBeUndefined()
    expect(form.values.recipients).toEqual(['a', 'b'])
  })

  test('says why the whole was refused, in the language of the moment', async () => {
    const form = new Form({ initial: { subject: 'x' }, send: () => Promise.reject<void>(stale) })
    await form.submit()
    expect(form.refusal).toBe('Đã có người sửa.')
    language.current = 'en'
    expect(form.refusal).toBe('Somebody changed it.')
    language.current = 'vi'
    expect(form.values.subject).toBe('x')
  })
})
