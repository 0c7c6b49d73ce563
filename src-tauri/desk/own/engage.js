// The vendor's documented snippet: a queue, then the loader.
import { loadScript } from '../shared/engage-own.js';

const LOADER = /^https:\/\/[a-z0-9.-]+\.(?:dimelochat\.com|chat\.digital\.ringcentral\.com)\/chat\/[0-9a-f]{24}\/loader\.js$/i;

window._chatq = window._chatq || [];
loadScript(new URLSearchParams(location.search).get('loader'), (url) => LOADER.test(url.href));
