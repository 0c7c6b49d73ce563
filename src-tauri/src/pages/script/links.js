// Page-side mark of download links: engines ignore `download` on links to another origin and would open a window instead. Runs at
// document start in every frame of a hosted page. The mark tells Rust, when it is asked for that window, to save what is behind the
// link in the page's own session. A page may set it as well: it may begin downloads anyway, and they are counted all the same.
(function () {
  'use strict';
  const MARK = '__DESKBELL_DOWNLOAD_MARK__';
  const wait = window.setTimeout;
  const own = location.origin;

  function linkOf(path) {
    for (const element of path) {
      if (element instanceof HTMLAnchorElement && element.hasAttribute('download')) return element;
    }
    return null;
  }

  window.addEventListener(
    'click',
    (event) => {
      const link = linkOf(event.composedPath());
      if (link === null) return;
      let address;
      try {
        address = new URL(link.href);
      } catch {
        return;
      }
      if ((address.protocol !== 'https:' && address.protocol !== 'http:') || address.origin === own) return;
      const before = [link.getAttribute('href'), link.getAttribute('target')];
      address.hash = MARK;
      link.setAttribute('href', address.href);
      link.setAttribute('target', '_blank');
      // The engine follows the link when every listener has run; then it is the page's own again.
      wait(() => {
        link.setAttribute('href', before[0]);
        if (before[1] === null) link.removeAttribute('target');
        else link.setAttribute('target', before[1]);
      }, 0);
    },
    true,
  );
})();
