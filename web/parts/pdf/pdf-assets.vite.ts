import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json')
const home = dirname(manifest)
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
const folders = ['cmaps', 'standard_fonts', 'iccs', 'wasm']
const target = `assets/pdfjs-${version}`

/**
 * Ships what pdf.js fetches by itself (character maps, fonts, colour profiles, decoders) from our own origin, and tells the code
 * where by `__PDFJS__`. The engine that runs scripts of documents stays out.
 */
export function pdfAssets(): Plugin {
  return {
    name: 'ecabinet-pdf-assets',
    config: () => ({ define: { __PDFJS__: JSON.stringify(`/${target}/`) } }),
    generateBundle() {
      for (const path of pdfFiles()) {
        this.emitFile({ type: 'asset', fileName: `${target}/${path}`, source: readFileSync(join(home, path)) })
      }
    },
    configureServer(server) {
      server.middlewares.use(`/${target}/`, (request, response, next) => {
        const path = pdfFiles().find((file) => `/${file}` === request.url)
        if (!path) return next()
        createReadStream(join(home, path)).pipe(response)
      })
    },
  }
}

function pdfFiles(): string[] {
  const all = folders.flatMap((folder) => readdirSync(join(home, folder)).map((name) => `${folder}/${name}`))
  return all.filter((path) => !path.includes('quickjs'))
}
