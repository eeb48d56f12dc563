import nextVitals from 'eslint-config-next/core-web-vitals'
import nextTypescript from 'eslint-config-next/typescript'
import tseslint from 'typescript-eslint'

const accessibility = nextVitals.find((config) => config.plugins?.['jsx-a11y']).plugins['jsx-a11y']

const TWILIO = {
  regex: '^twilio($|/)',
  message: 'Only lib/carrier speaks to the carrier: use lib/carrier/port.ts.',
}
const PRISMA_CLIENT = {
  regex: 'db/generated|^@prisma/(client|adapter-pg)',
  allowTypeImports: true,
  message: 'Queries go through withBusiness() of lib/db/with-business.ts.',
}
const FORM_DATA = {
  selector: "CallExpression[callee.property.name='formData']",
  message: 'formData() holds the whole body in memory: read the body with a limit.',
}
const CALL_UPDATE = {
  selector:
    'CallExpression[callee.object.property.name=/^(call|callLeg)$/][callee.property.name=/^(update|updateMany|updateManyAndReturn|upsert)$/]',
  message: 'A call changes by its events: append one with recordEvents(). What is noted beside them: noteCall().',
}

/** Rules of one name replace each other, so each block names everything that holds for its files. */
const imports = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] })
const syntax = (...selectors) => ({ 'no-restricted-syntax': ['error', ...selectors] })

const config = [
  { ignores: ['.build/**', '.data/**', 'lib/db/generated/**', 'scripts/import-rules-fixtures/**', 'test-results/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...nextVitals,
  ...nextTypescript,
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx,mjs,cjs,js}'],
    plugins: { 'jsx-a11y': accessibility },
    rules: {
      ...accessibility.flatConfigs.recommended.rules,
      ...imports(TWILIO, PRISMA_CLIENT),
      ...syntax(FORM_DATA, CALL_UPDATE),
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'import/no-anonymous-default-export': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      // Indexed access is checked by the compiler; `!` is how a checked one is said.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A handler may answer with nothing.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  { files: ['lib/carrier/**', 'lib/**/*test*', 'local/**/*test*'], rules: imports(PRISMA_CLIENT) },
  { files: ['lib/db/**'], rules: imports(TWILIO) },
  { files: ['lib/calls/{record-event*,call-flags,note-call}.ts'], rules: syntax(FORM_DATA) },
  // Playwright's fixtures are given a function called `use`, which is no hook of React's.
  { files: ['e2e/**'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['scripts/**', 'bench/**'], rules: { 'no-console': 'off' } },
]

export default config
