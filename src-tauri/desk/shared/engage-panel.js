// The panel of a simulated chat page, and its remote control: {type:'deskbell-desk', action, ...} posted to the window.

const LOG_ROWS = 40;

function make(tag, given = {}, children = []) {
  const element = Object.assign(document.createElement(tag), given);
  element.append(...children);
  return element;
}

/** `actions` by name; `groups` is [[heading, [[action, label], …]], …] of those with a button. */
export function showPanel(panel, { title, about, text, actions, groups }) {
  const words = make('input', { id: 'desk-text', value: text, autocomplete: 'off' });
  const log = make('ol', { id: 'desk-log', tabIndex: 0, ariaLabel: 'What the widget told the page' });
  const button = ([action, label], place) => make('button', { id: `desk-${action}`, textContent: label, className: place === 0 ? 'primary' : '', onclick: () => act({ action, text: words.value }) });
  panel.append(
    make('h1', { textContent: title }),
    make('p', { className: 'quiet', textContent: about }),
    make('label', { textContent: 'Text' }, [words]),
    ...groups.flatMap(([heading, buttons], group) => [make('h2', { textContent: heading }), make('div', { className: 'buttons' }, buttons.map((one, place) => button(one, group + place)))]),
    make('h2', { textContent: 'What the widget told the page' }),
    log,
  );

  function act({ action, ...given }) {
    if (!Object.hasOwn(actions, action ?? '')) return;
    actions[action](given);
  }

  window.addEventListener('message', ({ data, source }) => {
    if (data?.type !== 'deskbell-desk' || (source !== null && source !== window)) return;
    const { type, delayMs = 0, ...given } = data;
    if (delayMs > 0) setTimeout(() => act(given), delayMs);
    else act(given);
  });

  /** Notes one thing the vendor's interface said. */
  return (name, detail = '') => {
    const time = new Date().toLocaleTimeString([], { hour12: false });
    log.prepend(make('li', {}, [make('span', { textContent: time }), make('span', { textContent: `${name} ${detail}` })]));
    while (log.children.length > LOG_ROWS) log.lastChild.remove();
  };
}
