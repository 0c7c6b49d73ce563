// How the windows are built: one HTML entry per window, nothing inlined, relative addresses; `--mode pages` builds them on the fake host.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [svelte(), ...(mode === 'test' ? [svelteTesting()] : [])],
  build: {
    outDir: mode === 'pages' ? 'node_modules/.pages' : 'dist',
    emptyOutDir: true,
    target: ['es2022', 'safari16.4', 'chrome110'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { main: 'main.html' } },
  },
  server: { port: 5273, strictPort: true },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: 20_000,
  },
}));
