// Lint rules: only src/host may talk to Tauri, components never see a host, and every match on wire words is exhaustive.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const TAURI = {
  patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/host talks to Tauri; take data and callbacks instead.' }],
};
const TAURI_AND_HOST = {
  patterns: [
    ...TAURI.patterns,
    { group: ['**/host/*'], message: 'Components take data and callbacks, never a host.' },
  ],
};

/** Ways to make markup out of text: a customer's name would be a page of ours. */
const MARKUP = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc', 'createContextualFragment', 'parseFromString', 'setHTMLUnsafe'].map((property) => ({ property, message: 'Text is never markup here; use textContent or a component.' })).concat([{ object: 'document', property: 'write', message: 'Nothing is written into a page.' }]);

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/wire'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { projectService: { allowDefaultProject: ['*.js', 'tests/pages/*.mjs'] }, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'no-restricted-imports': ['error', TAURI],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // ESLint does not see the types of components and snippets; svelte-check does, and `any` is banned there all the same.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-properties': ['error', ...MARKUP],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
    },
  },
  { files: ['src/**'], ignores: ['src/app/main.ts', 'src/app/Window.svelte'], rules: { 'no-restricted-imports': ['error', TAURI_AND_HOST] } },
  { files: ['src/host/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], ...ts.configs.disableTypeChecked },
);
