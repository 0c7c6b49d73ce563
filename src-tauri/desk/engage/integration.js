// What a company writes into its page: the queue as a fresh literal, after anything that stood there, and handlers of its own.
window.shopHeard = [];
window._chatq = [
  ['_setIdentity', { screenname: 'ada', email: 'ada@example.com' }],
  ['_onEvent', 'chat_shown', function (data) { window.shopHeard.push(data.event); }],
  ['_onEvent', 'message_received', function (data) { window.shopHeard.push(data.event); throw new Error('a handler of the shop fails'); }],
];
