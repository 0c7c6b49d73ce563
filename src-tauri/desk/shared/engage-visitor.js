// The visitor's side of a simulated chat: its button, its window and the lines in it. It knows no vendor; the vendor's part is `on`.

function make(tag, given = {}, children = []) {
  const element = Object.assign(document.createElement(tag), given);
  element.append(...children);
  return element;
}

/** `on` has open(), minimise(), close(), send(text) and typing(), each called after the window shows it. */
export function showVisitor(site, title, on) {
  const lines = make('ol', { id: 'chat-lines', ariaLive: 'polite' });
  const text = make('input', { id: 'chat-text', placeholder: 'Write a message', ariaLabel: 'Your message', autocomplete: 'off' });
  const form = make('form', {}, [text, make('button', { className: 'primary', textContent: 'Send' })]);
  const button = make('button', { id: 'chat-button', className: 'primary', textContent: 'Chat with us' });
  const smaller = make('button', { id: 'chat-minimise', textContent: '–', ariaLabel: 'Minimise the chat' });
  const away = make('button', { id: 'chat-close', textContent: '×', ariaLabel: 'Close the chat' });
  const chat = make('section', { id: 'chat-window', ariaLabel: title }, [make('header', {}, [make('strong', { textContent: title }), smaller, away]), lines, form]);
  site.append(button, chat);

  let state = 'hidden';

  /** hidden: neither button nor window. */
  function show(next) {
    state = next;
    button.hidden = state !== 'button';
    chat.hidden = state !== 'open' && state !== 'small';
    chat.classList.toggle('small', state === 'small');
    lines.hidden = form.hidden = state === 'small';
    smaller.textContent = state === 'small' ? '+' : '–';
    smaller.ariaLabel = state === 'small' ? 'Open the chat' : 'Minimise the chat';
  }

  function say(author, words) {
    lines.append(make('li', { className: author, textContent: words }));
    lines.scrollTop = lines.scrollHeight;
  }

  button.onclick = () => on.open();
  smaller.onclick = () => (state === 'small' ? on.open() : on.minimise());
  away.onclick = () => on.close();
  text.oninput = () => on.typing();
  form.onsubmit = (event) => {
    event.preventDefault();
    const words = text.value.trim();
    text.value = '';
    if (words !== '') on.send(words);
  };
  show('hidden');
  return { show, say, clear: () => lines.replaceChildren(), state: () => state };
}
