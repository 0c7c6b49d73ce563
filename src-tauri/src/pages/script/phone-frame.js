// Runs first in every frame of a company's page that shows a phone: does for the phone's frame what bridge.js does for a phone by itself.
(function () {
  'use strict';
  if (window.top === window || location.origin !== __DESKBELL_WIDGET_ORIGIN__) return;
  // Without it the phone stays on "Loading…": see bridge.js.
  if (navigator.mediaDevices === undefined) Object.defineProperty(navigator, 'mediaDevices', { value: {}, configurable: true, enumerable: true, writable: true });
})();
