import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'

/*
 * What only a reader of templates can judge, and what must know both script and template (a variable may be used in either).
 * Every other file, and what the types alone can see, is oxlint's: test/architecture/oxlint.json, docs/decisions/0005-linters.md.
 */

const components = ['web/**/*.svelte']
const runes = ['web/**/*.svelte.ts']

/** `eslint --config web/eslint.config.js web`, without types: asking for them makes the whole program anew for each component. */
export default tseslint.config(
  { ignores: ['web/dist/**', '**/*.js'] },
  ...svelte.configs.recommended.map((config) => ({ ...config, files: config.files ?? [...components, ...runes] })),
  {
    files: [...components, ...runes],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
      // Both ask for types; there are no stores, and svelte-check sees props.
      'svelte/require-store-reactive-access': 'off',
      'svelte/no-unused-props': 'off',
    },
  },
  // Directives in a module with runes are oxlint's to judge.
  { files: runes, linterOptions: { reportUnusedDisableDirectives: 'off' } },
  {
    files: components,
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      complexity: ['error', 10],
      'no-console': 'error',
      'no-debugger': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      eqeqeq: ['error', 'always'],
      'max-depth': ['error', 4],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
      ],
      '@typescript-eslint/max-params': ['error', { max: 4 }],
    },
  },
)
