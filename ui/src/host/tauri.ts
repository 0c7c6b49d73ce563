// The host inside the program: three commands.
import { invoke } from '@tauri-apps/api/core';
import type { AppView } from '../wire/AppView';
import type { QueryAnswer } from '../wire/QueryAnswer';
import type { Host } from './host';

/** The Tauri shell. */
export const tauri: Host = {
  view: (after) => invoke<AppView>('view', { after }),
  dispatch: (intent) => invoke('dispatch', { intent }),
  query: (query) => invoke<QueryAnswer>('query', { query }),
  now: () => Date.now(),
};
