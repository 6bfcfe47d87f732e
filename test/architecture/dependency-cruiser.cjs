/** The import rules of the house: rooms, doors, pure rules, who may touch tables, what the client may take. */

// Each room with the rooms below it that it may use, always through their door.
const below = {
  identity: [],
  files: ['identity'],
  signing: ['identity', 'files'],
  documents: ['identity', 'files', 'signing'],
  exchange: ['identity', 'files', 'signing', 'documents'],
  workfiles: ['identity', 'files', 'signing', 'documents'],
  tasks: ['identity', 'files', 'signing', 'documents', 'workfiles'],
  meetings: ['identity', 'files', 'signing', 'documents', 'workfiles', 'tasks'],
  dossiers: ['identity', 'files'],
  reports: ['identity', 'files', 'signing', 'documents', 'exchange', 'workfiles', 'tasks', 'meetings', 'dossiers'],
  notices: ['identity'],
}
const rooms = Object.keys(below)
const anyRoom = rooms.join('|')

const roomRules = rooms.map((room) => ({
  name: `${room}-uses-only-doors-below`,
  comment: 'Against the arrow nobody calls: tell an event, and wiring.ts says who hears it.',
  severity: 'error',
  from: { path: `^server/${room}/` },
  to: {
    path: `^server/(${anyRoom})/`,
    pathNot: [`^server/${room}/`, ...below[room].map((lower) => `^server/${lower}/door\\.ts$`)],
  },
}))

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'kernel-knows-no-room',
      severity: 'error',
      from: { path: '^server/kernel/' },
      to: { path: `^server/(${anyRoom})/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rules-are-pure',
      comment: 'A lawyer could read them: no database, no clock, no files, no packages.',
      severity: 'error',
      from: { path: '\\.(rules|state)\\.ts$' },
      to: { pathNot: ['\\.(rules|state)\\.ts$', '^server/kernel/(refusal|vietnamese-text|actor)\\.ts$'] },
    },
    {
      name: 'only-queries-touch-tables',
      comment: 'Access is the only way to the row. Types of rows may be taken anywhere.',
      severity: 'error',
      from: { path: '^server/', pathNot: ['\\.queries\\.ts$', '^server/kernel/', '^server/cli/'] },
      to: { path: '^db/.*schema\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tables-hold-no-logic',
      severity: 'error',
      from: { path: '^db/[a-z]+/[a-z.]*schema\\.ts$' },
      to: { path: '^(server|web|test)/' },
    },
    {
      name: 'client-takes-types-and-pure-functions',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: '^(server|db)/',
        pathNot: ['\\.(rules|state)\\.ts$', '^server/kernel/vietnamese-text\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    { name: 'server-knows-no-client', severity: 'error', from: { path: '^(server|db)/' }, to: { path: '^web/' } },
    { name: 'no-tests-in-the-product', severity: 'error', from: { path: '^(server|db|web)/' }, to: { path: '^test/' } },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web|server)/dist' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
    },
  },
}
