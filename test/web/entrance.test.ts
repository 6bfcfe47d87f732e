import { describe, expect, test } from 'vitest'
import { abbreviated } from '../../web/shell/agency-words.ts'
import { rooms, isIn } from '../../web/shell/rooms.ts'
import { signInFrom, targetOf } from '../../web/shell/entrance.svelte.ts'

describe('signing in leads back to where one meant to go', () => {
  test.each([
    ['/', '', '', '/dang-nhap'],
    ['/phong-hop/7', '', '#trang=12', '/dang-nhap?tiep=%2Fphong-hop%2F7%23trang%3D12'],
  ])('from %s%s%s by %s', (pathname, search, hash, address) => {
    expect(signInFrom({ pathname, search, hash })).toBe(address)
  })

  test('there and back again', () => {
    const address = signInFrom({ pathname: '/van-ban-den', search: '?loc=qua-han&tu=1', hash: '#3' })
    expect(targetOf(address.slice(address.indexOf('?')))).toBe('/van-ban-den?loc=qua-han&tu=1#3')
  })

  test.each([
    '?tiep=https://evil.example',
    '?tiep=//evil.example',
    '?tiep=/\\evil.example',
    '?tiep=javascript:alert(1)',
    '',
  ])('a stranger’s address %s leads home', (search) => expect(targetOf(search)).toBe('/'))
})

describe('the main navigation', () => {
  test('opens each room by its own key', () => {
    expect(new Set(rooms.map(({ keys }) => keys)).size).toBe(rooms.length)
    expect(new Set(rooms.map(({ path }) => path)).size).toBe(rooms.length)
  })

  test.each([
    ['/', '/', true],
    ['/', '/nhiem-vu', false],
    ['/van-ban-den', '/van-ban-den/12', true],
    ['/van-ban-d', '/van-ban-den', false],
  ])('%s holds %s: %s', (root, path, inside) => expect(isIn(root, path)).toBe(inside))
})

test.each([
  ['Ủy ban nhân dân tỉnh An Giang', 'UBND tỉnh An Giang'],
  ['Ủy ban nhân dân tỉnh An Giang'.normalize('NFD'), 'UBND tỉnh An Giang'],
  ['Sở Nội vụ', 'Sở Nội vụ'],
])('%s is %s on a narrow screen', (name, short) => expect(abbreviated(name)).toBe(short))
