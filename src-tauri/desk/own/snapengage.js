// Loads the SnapEngage script of the widget the address names, as the vendor's snippet does. Checks the address once more.
'use strict';
(() => {
  const SCRIPTS = {
    us: 'https://storage.googleapis.com/code.snapengage.com/js/',
    eu: 'https://storage.googleapis.com/snapengage-eu/js/',
  };
  // The one white-label install whose script's place is publicly known; others use the vendor's own.
  const WHITE_LABEL = { SonicTeleservices: 'https://storage.googleapis.com/sonic-teleservices/js/' };
  const status = document.getElementById('status');
  const given = new URLSearchParams(location.search);
  const widgetId = given.get('widgetId') ?? '';
  const region = given.get('region') ?? 'us';
  const provider = given.get('provider') ?? 'SnapEngage';
  const isFine = /^(?=.*-)[A-Za-z0-9-]{8,64}$/.test(widgetId) && Object.hasOwn(SCRIPTS, region) && /^[A-Za-z$_][\w$]{0,63}$/.test(provider);
  if (!isFine) {
    status.textContent = 'The address of this page names no widget. Check the widget ID in the account.';
    return;
  }
  const folder = Object.hasOwn(WHITE_LABEL, provider) ? WHITE_LABEL[provider] : SCRIPTS[region];
  const script = document.createElement('script');
  script.async = true;
  script.src = folder + widgetId + '.js';
  script.onload = () => {
    status.textContent = '';
  };
  script.onerror = () => {
    status.textContent = `The widget could not be loaded from ${new URL(folder).host}. Check the widget ID, the region and the network.`;
  };
  document.head.append(script);
})();
