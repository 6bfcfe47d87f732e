import { mount } from 'svelte'
import { createRouter } from 'sv-router'
import App from './App.svelte'
import './kernel/fonts.css'
import './kernel/tokens.css'
import './kernel/base.css'
import './parts/controls.css'
import { language } from './kernel/i18n.svelte.ts'
import { useRouter } from './kernel/place.ts'
import { theme } from './kernel/theme.svelte.ts'
import { routes } from './routes.ts'

theme.restore()
language.restore()
useRouter(createRouter(routes) as unknown as Parameters<typeof useRouter>[0])
mount(App, { target: document.body })
