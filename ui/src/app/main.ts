// Starts the main window on the shell, or on the stand-in host where there is no shell (development, page tests).
import { mount } from 'svelte';
import type { Host } from '../host/host';
import { tauri } from '../host/tauri';
import '../style/tokens.css';
import '../style/base.css';
import Window from './Window.svelte';

async function host(): Promise<Host> {
  if (import.meta.env.DEV || import.meta.env.MODE === 'pages') {
    const { fakeFromAddress, sampleNames } = await import('../host/fake');
    const fake = fakeFromAddress(location.search);
    Object.assign(globalThis, { deskbellSamples: sampleNames, deskbellHost: fake });
    return fake;
  }
  return tauri;
}

// The engine's own menu (Back, Reload…) has no place here, except where text is edited or copied.
document.addEventListener('contextmenu', (event) => {
  if (!(event.target instanceof Element) || !event.target.closest('input, textarea, p, dd, code, output')) event.preventDefault();
});

const target = document.getElementById('app');
if (target) mount(Window, { target, props: { host: await host() } });
