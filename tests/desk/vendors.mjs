// The chat vendors as their adapters' folders have them, each with its tap: a new one is in every test that names this list.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './open-desk.mjs';

const ADAPTERS = join(ROOT, 'crates/vendors/src');
const path = (vendor) => join(ADAPTERS, vendor, 'tap.js');

export const VENDORS = readdirSync(ADAPTERS).filter((name) => existsSync(path(name))).sort();
export const tapOf = (vendor) => readFileSync(path(vendor), 'utf8');
export const TAPS = VENDORS.map((vendor) => [vendor, tapOf(vendor)]);

/** What `table` has for every vendor; says for which it has nothing. */
export function forEach(table, vendors = VENDORS) {
  const missing = vendors.filter((vendor) => !(vendor in table));
  if (missing.length > 0) throw new Error(`nothing is said for ${missing.join(', ')}`);
  return vendors.map((vendor) => [vendor, table[vendor]]);
}
