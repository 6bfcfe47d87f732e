import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Context, Hono } from 'hono'
import type { Env } from '#server/kernel/http.ts'

const distFolder = join(import.meta.dirname, '../web/dist')

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
}

type Page = {
  bytes: Uint8Array<ArrayBuffer>
  zipped: Uint8Array<ArrayBuffer> | null
  type: string
  etag: string
  cache: string
}

/** The built client, held in memory: a few hundred small files. Unknown paths get the shell, so that deep links work. */
export function pages() {
  let loaded: Map<string, Page> | undefined
  const all = () => (loaded ??= loadPages())
  return new Hono<Env>().get('*', (c) => {
    const page = all().get(c.req.path) ?? (extname(c.req.path) === '' ? all().get('/index.html') : undefined)
    return page ? answer(c, page) : c.text('Not found', 404)
  })
}

function answer(c: Context<Env>, page: Page) {
  const headers = { 'content-type': page.type, etag: page.etag, 'cache-control': page.cache, vary: 'accept-encoding' }
  if (c.req.header('if-none-match') === page.etag) return c.body(null, 304, headers)
  const zipped = page.zipped && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '') ? page.zipped : null
  return zipped ? c.body(zipped, 200, { ...headers, 'content-encoding': 'gzip' }) : c.body(page.bytes, 200, headers)
}

function loadPages(): Map<string, Page> {
  const found = new Map<string, Page>()
  if (!existsSync(distFolder)) return found
  for (const entry of readdirSync(distFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    found.set(`/${relative(distFolder, file)}`, loadPage(file))
  }
  return found
}

function loadPage(file: string): Page {
  const bytes = new Uint8Array(readFileSync(file))
  const type = mediaTypes[extname(file)] ?? 'application/octet-stream'
  const isText = /^(text|application\/(json|manifest)|image\/svg)/.test(type)
  const hashed = file.includes('/assets/')
  return {
    bytes,
    zipped: isText ? new Uint8Array(gzipSync(bytes, { level: 9 })) : null,
    type,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    cache: hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}
