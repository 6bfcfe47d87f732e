import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { pdfAssets } from './parts/pdf/pdf-assets.vite.ts'

const api = process.env['ECABINET_API'] ?? 'http://127.0.0.1:3000'

/**
 * Builds the client into `web/dist` so that it runs under the strict content policy of the server: no inline script or style,
 * no data: address, no polyfill that evaluates text. `--mode test` adds the parts gallery.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte(), pdfAssets()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  server: {
    fs: { allow: ['..'] },
    proxy: { '/api': api, '/live': { target: api, ws: true } },
  },
})
