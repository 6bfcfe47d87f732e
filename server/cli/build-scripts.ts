import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
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
  if (scripts.every((script) => isCurrent(builtPath(script)))) return false
  const { build } = await import('vite')
  for (const script of scripts) {
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [placesKept()],
      ssr: { noExternal: true, external: ['pdfjs-dist'], target: 'node' },
      build: {
        ssr: script,
        outDir: builtScripts,
        emptyOutDir: false,
        target: 'node24',
        rolldownOptions: { output: { entryFileNames: '[name].js', codeSplitting: false } },
      },
    })
  }
  return true
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
