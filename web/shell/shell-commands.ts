import type { Command } from '../kernel/commands.svelte.ts'
import { language } from '../kernel/i18n.svelte.ts'
import { shellTexts as t } from '../kernel/messages/shell.ts'
import { paths } from '../kernel/paths.ts'
import { place } from '../kernel/place.ts'
import { leave } from './account.ts'
import { overlays } from './overlays.svelte.ts'
import { rooms } from './rooms.ts'

const general = () => t.general

/** What can be done on every page. */
export function shellCommands(): Command[] {
  const visits = rooms.map(({ path, label, keys }) => ({
    id: `go:${path}`,
    label: () => t.goTo(label()),
    group: () => t.navigation,
    keys,
    run: () => place.go(path),
  }))
  return [
    ...visits,
    { id: 'palette', label: () => t.palette, group: general, keys: 'Mod+KeyK', keysOnly: true, run: openPalette },
    { id: 'find', label: () => t.paletteSearch, group: general, keys: 'Slash', keysOnly: true, run: openPalette },
    {
      id: 'keys',
      label: () => t.shortcuts,
      group: general,
      keys: 'Shift+Slash',
      run: () => overlays.show('shortcuts'),
    },
    {
      id: 'display',
      label: () => t.display,
      group: general,
      aliases: 'cỡ chữ tối sáng tương phản',
      run: () => overlays.show('display'),
    },
    { id: 'sessions', label: () => t.goTo(t.sessions), group: () => t.navigation, run: () => place.go(paths.sessions) },
    {
      id: 'language',
      label: () => t.displayLanguage,
      group: general,
      aliases: 'ngôn ngữ language',
      run: () => language.turn(),
    },
    { id: 'leave', label: () => t.signOut, group: general, aliases: 'thoát', run: leave },
  ]
}

function openPalette(): void {
  overlays.show('palette')
}
