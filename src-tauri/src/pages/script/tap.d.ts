// What a vendor's `tap.js` is: the contract between bridge.js, which runs it, and crates/vendors, which holds it.

/** Runs once, at document start, in the top frame of a hosted page, before any script of the page. It must not throw. */
type Tap = (deskbell: Deskbell) => void;

/** What a tap may use of ours. Everything else is the page's, and hostile. */
interface Deskbell {
  /** Forwards what the vendor's API said, untouched. Read at once, so the page may change the object later; too large,
   * circular or endless ones are counted and dropped. Never throws, whatever it is given. */
  report(payload: { type: string }): void;
  /** Takes what the adapter's `encode` wrote. Throw an Error with a sentence for the agent where it cannot be done. */
  obey(take: (message: unknown) => void): void;
  /** Posts into the frame inside the page to which the agent console last spoke, which hands it to the console; false
   * if it has spoken to none. */
  postToConsole(message: unknown): boolean;
  /** The page's own setTimeout, setInterval, clearTimeout, clearInterval and Date.now, as they were at document start. */
  readonly setTimeout: (run: () => void, ms: number) => number;
  readonly setInterval: (run: () => void, ms: number) => number;
  readonly clearTimeout: (timer: number) => void;
  readonly clearInterval: (timer: number) => void;
  readonly now: () => number;
  /** Settings of the account by name (`provider`, for instance), as its `options` have them; secrets are never here. */
  readonly options: Readonly<Record<string, string>>;
}
