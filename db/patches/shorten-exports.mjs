import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/*
 * Run at install. drizzle-orm lists each of its 447 files among its exports, 180 KB that Node reads and parses anew for every file of the
 * package and for every file that imports it: a second of each start. The same paths are written shortly, by a pattern.
 */

const file = new URL('../../node_modules/drizzle-orm/package.json', import.meta.url)
const described = JSON.parse(readFileSync(file, 'utf8'))
const listed = Object.entries(described.exports)
const pattern = './*'
const ofFile = {
  import: { types: './*.d.ts', default: './*.js' },
  require: { types: './*.d.cts', default: './*.cjs' },
  types: './*.d.ts',
  default: './*.js',
}

const isOfPattern = ([path, target]) =>
  path !== '.' && JSON.stringify(target) === JSON.stringify(ofFile).replaceAll('./*', path)

// Where most paths do not follow the pattern the package has changed, or this has been done.
if (listed.filter(isOfPattern).length > listed.length / 2) {
  const exports = { ...Object.fromEntries(listed.filter((one) => !isOfPattern(one))), [pattern]: ofFile }
  writeFileSync(new URL('package.json.new', file), JSON.stringify({ ...described, exports }))
  renameSync(new URL('package.json.new', file), file)
}
