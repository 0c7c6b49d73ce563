// Hands one command to a hosted page, if the page still is where its account lives; evaluates to "posted" or "refused: why".
//
// Rust puts JSON in place of the three tokens, the message last: it may contain anything, even a token's name.
(() => {
  const origins = __DESKBELL_ORIGINS__;
  const tap = __DESKBELL_TAP__; // who takes the message: a vendor's tap, or the frame with the widget: { key, vendor, framed }; null is the page
  const message = __DESKBELL_MESSAGE__;
  const isOpaque = location.origin === 'null'; // custom schemes; scheme and host still name the page
  const origin = isOpaque ? location.protocol + '//' + location.host : location.origin;
  if (!origins.includes(origin)) return 'refused: the page is at ' + origin;
  try {
    // The simulated desk takes its actions as messages, whatever the vendor.
    if (tap === null || (message.type === 'deskbell-desk' && !tap.framed)) window.postMessage(message, isOpaque ? '*' : origin);
    else if (typeof window[tap.key] === 'function') window[tap.key](tap.vendor, message);
    else return 'refused: the page is still loading';
    return 'posted';
  } catch (error) {
    return 'refused: ' + error.message;
  }
})()
