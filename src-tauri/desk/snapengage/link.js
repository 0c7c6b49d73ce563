// A company's agent link: hears the Hub, and can write to the visitor through it, as the vendor's document shows.
'use strict';
(() => {
  const heard = document.getElementById('heard');
  const greet = document.getElementById('greet');
  let conversationId;
  let count = 0;
  window.addEventListener('message', ({ data, source }) => {
    if (source !== window.parent || typeof data?.type !== 'string') return;
    ({ conversationId } = data);
    count += 1;
    heard.textContent = `${count} events heard, last ${data.type}`;
    greet.disabled = false;
  });
  greet.onclick = () => {
    const text = 'Thank you for waiting.';
    window.parent.postMessage({ type: 'agent_message_received', conversationId, agent: 'sam.sample@desk.example', data: { message: text, text } }, '*');
  };
})();
