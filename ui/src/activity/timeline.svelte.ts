// The part of the history that a list is about to show: pages asked for by their place, kept as long as they are near.
import type { HistoryFilter } from '../wire/HistoryFilter';
import type { HistoryRow } from '../wire/HistoryRow';
import { type Ask, EVERYTHING } from '../history/ask';
import { reasonOf } from '../text/reason';

/** Rows of one page. */
export const PAGE = 100;
/** Rows between what is shown and the end of what is known, before more is asked for. */
const NEAR = 60;
/** Pages on each side of what is shown that keep their rows. */
const KEPT = 10;

interface Page {
  /** Rows older than this one; none means the newest. */
  before: number | null;
  count: number;
  /** The number of its first row. */
  top: number;
  /** None while they are too far away to be kept. */
  rows: readonly HistoryRow[] | null;
}

/** Thrown where the program has no answer. */
class NoAnswer extends Error {}

/** Rows by their place in the list, the newest first. What is far away is asked for again, so a list of any length costs the same. */
export class Timeline {
  #pages: Page[] = $state.raw([]);
  #below = $state<number | null>(null);
  #above = $state<number | null>(null);
  /** Rows put in above the first one so far. */
  shift = $state(0);
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  reason = $state('');

  readonly #ask: Ask;
  #filter: HistoryFilter = EVERYTHING;
  /** Answers to a question that is no longer asked are dropped. */
  #round = 0;
  #busy: string[] = [];
  #shown: [number, number] = [0, 0];

  #starts = $derived.by(() => {
    let sum = 0;
    return this.#pages.map((page) => {
      const start = sum;
      sum += page.count;
      return start;
    });
  });

  /** How many rows are known. */
  readonly count = $derived((this.#starts.at(-1) ?? 0) + (this.#pages.at(-1)?.count ?? 0));

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** There are newer rows than the first one. */
  get more(): { above: boolean; below: boolean } {
    return { above: this.#above !== null, below: this.#below !== null };
  }

  /** The row at this place; none while it is being asked for. */
  row(index: number): HistoryRow | undefined {
    const at = this.#pageAt(index);
    return this.#pages[at]?.rows?.[index - (this.#starts[at] ?? 0)];
  }

  /** Shows what a filter wants, from the newest, or from the oldest. What stood there stays until then. */
  async load(filter: HistoryFilter, from: 'newest' | 'oldest' = 'newest'): Promise<void> {
    this.#filter = filter;
    this.#round += 1;
    this.#busy = [];
    this.state = 'loading';
    await this.#once('load', async (current) => {
      const { rows, next } = await this.#page(from === 'newest' ? {} : { after: 0 });
      if (!current()) return;
      this.shift = 0;
      this.#below = from === 'newest' ? next : null;
      this.#above = from === 'newest' ? null : next;
      this.#pages = this.#made(null, rows);
      this.state = 'ready';
    });
  }

  /** These rows are shown now: what is missing around them is asked for, and what is far away let go. */
  near(first: number, last: number): void {
    this.#shown = [first, last];
    const [from, to] = [this.#pageAt(first), this.#pageAt(last)];
    for (let at = from; at <= to; at += 1) if (this.#pages[at]?.rows === null) void this.#again(at);
    if (this.#below !== null && last > this.count - NEAR) void this.#older(this.#below);
    if (this.#above !== null && first < NEAR) void this.#newer(this.#above);
    const far = (at: number) => at < from - KEPT || at > to + KEPT;
    if (this.#pages.some((page, at) => page.rows !== null && far(at))) this.#pages = this.#pages.map((page, at) => (page.rows !== null && far(at) ? { ...page, rows: null } : page));
  }

  /** Something happened: what is new comes on top, and what is shown is read again. */
  async refresh(): Promise<void> {
    if (this.state !== 'ready') return;
    const top = this.#pages[0]?.top;
    if (top === undefined) return this.load(this.#filter);
    if (this.#above === null) await this.#newer(top);
    const [from, to] = [this.#pageAt(this.#shown[0]), this.#pageAt(this.#shown[1])];
    for (let at = from; at <= to; at += 1) await this.#again(at);
  }

  #pageAt(index: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  async #page(place: { before?: number; after?: number }, most = PAGE): Promise<{ rows: HistoryRow[]; next: number | null }> {
    const answer = await this.#ask({ query: 'history', filter: this.#filter, most, ...place });
    if (answer.answer === 'history') return answer.page;
    throw new NoAnswer(answer.answer === 'noHistory' ? answer.reason : '');
  }

  /** Does something once at a time, unless another question is asked meanwhile. */
  async #once(what: string, act: (current: () => boolean) => Promise<void>): Promise<void> {
    if (this.#busy.includes(what)) return;
    this.#busy.push(what);
    const round = this.#round;
    try {
      await act(() => round === this.#round);
    } catch (error) {
      if (round === this.#round) {
        this.state = 'failed';
        this.reason = reasonOf(error);
      }
    } finally {
      if (round === this.#round) this.#busy = this.#busy.filter((other) => other !== what);
    }
  }

  /** Rows of a search come by the lines that were found: one chat may be found on two pages. */
  #new(rows: readonly HistoryRow[], beside: Page | undefined): HistoryRow[] {
    if (this.#filter.text === null) return [...rows];
    const known = Object.fromEntries(this.#pages.filter((page) => page !== beside).flatMap((page) => page.rows?.map((row) => [row.id, true]) ?? []));
    return rows.filter((row) => !(row.id in known));
  }

  /** A page of these rows, older than `before`; without it, as they begin. A search goes by the lines it found, which no row names. */
  #made(before: number | null, rows: readonly HistoryRow[]): Page[] {
    const top = rows[0]?.id;
    if (top === undefined) return [];
    return [{ before: before ?? (this.#filter.text === null ? top + 1 : null), count: rows.length, top, rows }];
  }

  #older(before: number): Promise<void> {
    return this.#once('older', async (current) => {
      const { rows, next } = await this.#page({ before });
      if (!current()) return;
      const fresh = this.#new(rows, undefined);
      this.#below = next;
      this.#pages = [...this.#pages, ...this.#made(before, fresh)];
    });
  }

  #newer(after: number): Promise<void> {
    return this.#once('newer', async (current) => {
      const { rows, next } = await this.#page({ after });
      if (!current()) return;
      const fresh = this.#new(rows, undefined);
      this.#above = next;
      this.#pages = [...this.#made(null, fresh), ...this.#pages];
      this.shift += fresh.length;
    });
  }

  #again(at: number): Promise<void> {
    const page = this.#pages[at];
    if (!page) return Promise.resolve();
    return this.#once(`page ${String(page.before)}`, async (current) => {
      const { rows } = await this.#page(page.before === null ? {} : { before: page.before }, page.count);
      if (!current()) return;
      const fresh = this.#new(rows, page);
      this.#pages = this.#pages.map((known) => (known.before === page.before && known.count === page.count ? { ...known, count: fresh.length, rows: fresh } : known));
    });
  }
}
