// Tells TypeScript about Vite's and Svelte's own module kinds.
/// <reference types="svelte" />
/// <reference types="vite/client" />
