// The only door from the windows to the program: what a host must be able to do.
import type { AppView } from '../wire/AppView';
import type { Intent } from '../wire/Intent';
import type { Query } from '../wire/Query';
import type { QueryAnswer } from '../wire/QueryAnswer';

/** What stands behind a window: the Tauri shell, or a stand-in for development and tests. */
export interface Host {
  /** The view as it is now, or the next one whose revision is not `after`: asking again at once follows it. */
  view(after: number | null): Promise<AppView>;
  /** Hands over a wish. Resolves when it was taken, not when it came true. */
  dispatch(intent: Intent): Promise<void>;
  /** Asks without changing anything. */
  query(query: Query): Promise<QueryAnswer>;
  /** The clock that the view's timestamps are of, in milliseconds. */
  now(): number;
}
