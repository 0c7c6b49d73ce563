// Holds back a press on a control that appeared or moved a moment ago: a press can only mean what stood there to be seen.

/** Longer than it takes to see a change and stop the hand; in milliseconds. */
export const CALM_MS = 600;
/** What can be pressed. */
const CONTROLS = 'button, summary, a[href], input[type="checkbox"], input[type="radio"]';
/** Around what the agent's own press brought up (a menu, a keypad): it was asked for, and only the second half of a double click is held. */
const ASKED_FOR = '[data-asked-for]';
/** An edge that moved by less did not change what is under the pointer; in CSS pixels. */
const TOLERANCE = 4;

interface Standing {
  box: DOMRect;
  /** What a press does, for a control that changes its meaning in place (`data-means`). */
  means: string | null;
  /** When it last appeared, moved or changed its meaning. */
  since: number;
  /** It is where it was when the agent asked for it. */
  askedFor: boolean;
}

/** Remembers where every control below `root` stands and since when. */
export class Settling {
  private standings = new Map<Element, Standing>();

  /** `calm` is how long a control takes no press, in milliseconds. */
  constructor(
    private readonly root: ParentNode,
    private readonly calm: number,
  ) {}

  /** Looks where everything stands now. `scrolled` is true where the agent moved it. */
  look(now: number, scrolled = false): void {
    const before = this.standings;
    const first = before.size === 0;
    this.standings = new Map();
    for (const control of this.root.querySelectorAll(CONTROLS)) {
      // What is covered cannot be pressed; it appears when the cover goes.
      if (control.closest('[inert]')) continue;
      const known = before.get(control);
      const box = control.getBoundingClientRect();
      const means = control.getAttribute('data-means');
      const still = known?.means === means && (scrolled || !moved(known.box, box));
      if (known && still) this.standings.set(control, { ...known, box });
      // What the first look finds was there before anything could be aimed at.
      else this.standings.set(control, { box, means, since: first ? -Infinity : now, askedFor: known === undefined && control.closest(ASKED_FOR) !== null });
    }
  }

  /** Whether a press on `control` may mean what it does; `again` for the second press of a double click. */
  takes(control: Element, now: number, again = false): boolean {
    const standing = this.standings.get(control);
    if (!standing) return false;
    return now - standing.since >= this.calm || (standing.askedFor && !again);
  }
}

function moved(before: DOMRect, now: DOMRect): boolean {
  return [before.left - now.left, before.top - now.top, before.right - now.right, before.bottom - now.bottom].some((by) => Math.abs(by) > TOLERANCE);
}

/** Enter in a field sends its form: that is a press of the field, which did not move. */
function isSentByField(control: Element, event: MouseEvent): boolean {
  const field = document.activeElement;
  return event.detail === 0 && field !== control && control instanceof HTMLButtonElement && control.type === 'submit' && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.form === control.form;
}

/** Guards every control of the page, by pointer and keyboard, until the answer is called. `calm` in milliseconds. */
export function holdUntilSettled(calm = CALM_MS): () => void {
  const settling = new Settling(document, calm);
  let frame = 0;
  const look = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    settling.look(performance.now());
  };
  const soon = () => {
    if (frame === 0) frame = requestAnimationFrame(look);
  };
  const scrolled = () => settling.look(performance.now(), true);
  const press = (event: MouseEvent) => {
    const control = event.target instanceof Element ? event.target.closest(CONTROLS) : null;
    if (!control || isSentByField(control, event)) return;
    // What changed since the last frame changed now.
    look();
    if (settling.takes(control, performance.now(), event.detail > 1)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const watch = new MutationObserver(soon);
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['class', 'style', 'hidden', 'open', 'inert', 'data-means'] });
  document.addEventListener('click', press, true);
  document.addEventListener('scroll', scrolled, true);
  window.addEventListener('resize', soon);
  look();
  return () => {
    watch.disconnect();
    cancelAnimationFrame(frame);
    document.removeEventListener('click', press, true);
    document.removeEventListener('scroll', scrolled, true);
    window.removeEventListener('resize', soon);
  };
}
