import path from 'node:path'
import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'

const root = path.join(import.meta.dirname, '..')

/** Rules about size and shape, the same for every file: docs/style says why, the architecture tests hold the ratchet. */
const shape = {
  complexity: ['error', 10],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-depth': ['error', 4],
  eqeqeq: ['error', 'always'],
  'no-console': 'error',
  'no-debugger': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
}

/** What only the types can see. */
const typed = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-for-in-array': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/ban-ts-comment': [
    'error',
    { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
  ],
  '@typescript-eslint/max-params': ['error', { max: 4 }],
}

/** Type-aware linting of the whole house: `eslint --config web/eslint.config.js server db web test`. */
export default tseslint.config(
  { ignores: ['**/node_modules/**', 'web/dist/**', 'data/**', 'db/migrations/**', 'docs/**', '**/*.cjs', '**/*.js'] },
  {
    files: ['{server,db,web,test}/**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: root, extraFileExtensions: ['.svelte'] },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: { ...shape, ...typed },
  },
  ...svelte.configs.recommended.map((config) => ({
    ...config,
    files: config.files ?? ['web/**/*.svelte', 'web/**/*.svelte.ts'],
  })),
  {
    files: ['web/**/*.svelte', 'web/**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        tsconfigRootDir: root,
        extraFileExtensions: ['.svelte'],
      },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      ...typed,
      complexity: shape.complexity,
      'no-console': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
      // Both ask the type checker about every expression, which takes a minute; there are no stores, and svelte-check sees props.
      'svelte/require-store-reactive-access': 'off',
      'svelte/no-unused-props': 'off',
    },
  },
  { files: ['server/cli/**', 'test/**', '**/*.vite.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  { files: ['**/*.config.ts', '**/*.d.ts', 'test/support/global-setup.ts'], rules: { 'no-restricted-exports': 'off' } },
)
