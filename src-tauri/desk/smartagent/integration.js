// What one real page does: asks every 200 ms, subscribes again each time until the chat is loaded, and gives up after 10 s.
window.shopHeard = [];
(function () {
  var isLoaded = false;
  var tries = 0;
  var timer = setInterval(function () {
    tries += 1;
    if (isLoaded || tries > 50) clearInterval(timer);
    else if (window.saEvents) {
      window.saEvents.subscribe(function (event) {
        window.shopHeard.push(event.type);
        if (event.type === 'CHAT_LOADED') isLoaded = true;
      });
    }
  }, 200);
})();
