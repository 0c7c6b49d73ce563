// What a company writes into its page: a stub that keeps what is set until the widget is there, and callbacks of its own.
window.shopHeard = [];
window.onWebChat = {
  ar: [],
  set: function (key, value) {
    if (typeof window.onWebChat_ === 'undefined') this.ar.push([key, value]);
    else window.onWebChat_.set(key, value);
  },
  get: function (key) {
    return window.onWebChat_.get(key);
  },
};
window.onWebChat.set('onMaximize', function () { window.shopHeard.push('first, and soon replaced'); });
window.onWebChat.set('onMaximize', function () { window.shopHeard.push('onMaximize'); });
window.onWebChat.set('notes', 'Came from the catalogue');
