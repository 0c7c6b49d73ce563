// Hands one command to a hosted page, if the page still is where its account lives; evaluates to "posted" or "refused: why".
//
// Rust puts JSON in place of the two tokens, the origins first: a message may contain anything, even a token's name.
(() => {
  const origins = __DESKBELL_ORIGINS__;
  const message = __DESKBELL_MESSAGE__;
  const isOpaque = location.origin === 'null'; // custom schemes; scheme and host still name the page
  const origin = isOpaque ? location.protocol + '//' + location.host : location.origin;
  if (!origins.includes(origin)) return 'refused: the page is at ' + origin;
  try {
    window.postMessage(message, isOpaque ? '*' : origin);
    return 'posted';
  } catch (error) {
    return 'refused: ' + error.message;
  }
})()
