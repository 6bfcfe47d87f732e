import { globSync, renameSync, rmSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import type { Plugin } from 'vite'
import { builtPath, builtScripts, isCurrent } from '#server/files/door.ts'

const server = join(import.meta.dirname, '..')

/**
 * Makes one file of each script that runs confined, with all that it imports: a process that reads six hundred files before its first
 * line needs ten times as long as for the letter that it is to judge. Answers whether anything had to be built; takes a second or two.
 */
export async function buildScripts(): Promise<boolean> {
  const scripts = globSync('{files,documents/compose,signing}/*.child.ts', { cwd: server }).map((path) =>
    join(server, path),
  )
  const stale = scripts.filter((script) => !isCurrent(builtPath(script)))
  if (stale.length === 0) return false
  const outDir = join(builtScripts, `unfinished-${process.pid}`)
  try {
    for (const script of stale) await buildInto(outDir, script)
    for (const script of stale) renameSync(join(outDir, basename(builtPath(script))), builtPath(script))
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
  return true
}

async function buildInto(outDir: string, script: string): Promise<void> {
  const { build } = await import('vite')
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [placesKept()],
    ssr: { noExternal: true, external: ['pdfjs-dist'], target: 'node' },
    build: {
      ssr: script,
      outDir,
      emptyOutDir: false,
      target: 'node24',
      rolldownOptions: { output: { entryFileNames: '[name].js', codeSplitting: false } },
    },
  })
}

/** A module that finds a file by its own place still finds it. */
function placesKept(): Plugin {
  return {
    name: 'places-kept',
    transform(code, id) {
      if (!id.startsWith(server) || !code.includes('import.meta.url')) return null
      const place = `new URL(${JSON.stringify(relative(builtScripts, id))}, import.meta.url).href`
      return { code: code.replaceAll('import.meta.url', `(${place})`), map: null }
    },
  }
}

if (import.meta.main) await buildScripts()
