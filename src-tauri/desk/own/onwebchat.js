// The vendor's documented snippet: a stub that keeps what is set until the widget is there, then the widget.
import { loadScript } from '../shared/engage-own.js';

const CHAT_ID = /^[a-f0-9]{32,40}(?:\/\d+\/\d+)?$/;
const chatId = new URLSearchParams(location.search).get('chatId') ?? '';

window.onWebChat = {
  ar: [],
  set(key, value) {
    if (window.onWebChat_ === undefined) this.ar.push([key, value]);
    else window.onWebChat_.set(key, value);
  },
  get: (key) => window.onWebChat_?.get(key),
};
loadScript(`https://www.onwebchat.com/clientchat/${chatId}`, () => CHAT_ID.test(chatId));
