// Whether the vendor's page covers everything right of the sidebar: the same rule as the shell's.
import type { AppView } from '../wire/AppView';

/** The stage is a widget that shows, so our webview is only as wide as the sidebar. */
export function showsWidget(view: AppView): boolean {
  const stage = view.stage;
  if (stage.stage !== 'widget') return false;
  const row = view.accounts.find((candidate) => candidate.config.id === stage.account);
  return row !== undefined && row.config.enabled && (row.page.kind === 'alive' || row.page.kind === 'loading');
}
