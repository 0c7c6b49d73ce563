// The host inside the program: three commands and one event (architecture §8).
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { AppView } from '../wire/AppView';
import type { QueryAnswer } from '../wire/QueryAnswer';
import type { Host } from './host';

/** The Tauri shell. */
export const tauri: Host = {
  view: () => invoke<AppView>('view'),
  follow: (onView) => listen<AppView>('view', (event) => onView(event.payload)),
  dispatch: (intent) => invoke('dispatch', { intent }),
  query: (query) => invoke<QueryAnswer>('query', { query }),
  now: () => Date.now(),
};
