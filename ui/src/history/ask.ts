// How the history is asked for: what a question is asked with, and a filter that wants everything.
import type { HistoryFilter } from '../wire/HistoryFilter';
import type { Query } from '../wire/Query';
import type { QueryAnswer } from '../wire/QueryAnswer';

/** Asks the program without changing anything. */
export type Ask = (query: Query) => Promise<QueryAnswer>;

/** A filter that wants everything. */
export const EVERYTHING: HistoryFilter = { text: null, kinds: [], accounts: [], vendors: [], direction: null, outcomes: [], voicemail: false, labels: [], from: null, until: null, who: null };
