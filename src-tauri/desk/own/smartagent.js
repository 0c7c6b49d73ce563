// The vendor's snippet is its script.
import { loadScript } from '../shared/engage-own.js';

loadScript(new URLSearchParams(location.search).get('loader'), () => true);
