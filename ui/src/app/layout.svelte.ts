// Who has which part of the window: whether the vendor's page covers the stage, by the same rule as the shell's, and what there is room for.
import type { AppView } from '../wire/AppView';

/** The stage is a widget that shows, so ours of the window is the sidebar, and a header where the widget has one. */
export function showsWidget(view: AppView): boolean {
  const stage = view.stage;
  if (stage.stage !== 'widget') return false;
  const row = view.accounts.find((candidate) => candidate.config.id === stage.account);
  return row !== undefined && row.config.enabled && (row.page.kind === 'alive' || row.page.kind === 'loading');
}

/** Whether a media query matches, now and whenever that changes; call it while a component is built. */
export function matches(query: string): () => boolean {
  let is = $state(false);
  $effect(() => {
    const list = (globalThis as Partial<typeof globalThis>).matchMedia?.(query);
    if (!list) return undefined;
    const tell = () => (is = list.matches);
    tell();
    list.addEventListener('change', tell);
    return () => list.removeEventListener('change', tell);
  });
  return () => is;
}
