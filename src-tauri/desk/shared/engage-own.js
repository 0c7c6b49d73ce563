// Loads a vendor's script into a page of ours, and says in one line how that goes.

/** `address` was checked when the account was made; a page address can be typed by hand, so `fits` checks it again. */
export function loadScript(address, fits) {
  const status = document.getElementById('own-status');
  let url;
  try {
    url = new URL(address);
  } catch {
    url = null;
  }
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || !fits(url)) {
    status.textContent = 'This page was not told which widget to load.';
    return;
  }
  const script = document.createElement('script');
  script.async = true;
  script.src = url.href;
  script.onload = () => {
    status.hidden = true;
  };
  script.onerror = () => {
    status.textContent = `The widget could not be loaded from ${url.host}.`;
  };
  document.head.append(script);
}
