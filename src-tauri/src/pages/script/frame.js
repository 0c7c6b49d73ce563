// Runs first in every frame of an agent console: the console speaks to a frame of the company's own, and only that frame hears it.
//
// Passes what the console says up to bridge.js in the top page, and what Rust wants to say back to the console. Messages between
// the two scripts carry a key, one for each way; whoever gets one stops it. The way up is the one that must not be forged: its
// key never comes into a frame by a message, so a page that takes our listener away learns only the other one.
(function () {
  'use strict';
  const config = __DESKBELL_FRAME_CONFIG__;
  if (window.top === window) return;
  const apply = Reflect.apply;
  const hasOwn = Object.prototype.hasOwnProperty;
  const stopNow = Event.prototype.stopImmediatePropagation;
  const getter = (name) => Object.getOwnPropertyDescriptor(MessageEvent.prototype, name).get;
  const [readData, readOrigin, readSource] = [getter('data'), getter('origin'), getter('source')];
  const [parent, top] = [window.parent, window.top];
  const accepted = Object.create(null);
  for (let i = 0; i < config.origins.length; i += 1) accepted[config.origins[i]] = true;

  /** Custom schemes may call their origin "null": then only the frame's place tells who speaks. */
  function nameOf(origin) {
    return origin === 'null' && config.opaque ? config.origins[0] : origin;
  }

  function post(target, message, origin) {
    target.postMessage(message, config.opaque ? '*' : origin);
  }

  function receive(event) {
    if (event.isTrusted !== true) return;
    const data = apply(readData, event, []);
    if (typeof data !== 'object' || data === null) return;
    const source = apply(readSource, event, []);
    if (apply(hasOwn, data, [config.key])) {
      apply(stopNow, event, []);
      if (source === top && accepted[data.origin] === true) post(parent, data.payload, data.origin);
      return;
    }
    const origin = nameOf(apply(readOrigin, event, []));
    if (source !== parent || accepted[origin] !== true) return;
    post(top, { [config.relay]: true, origin, payload: data }, origin);
  }

  window.addEventListener('message', receive, true);
})();
