// The direction of imports: folders of src stand on floors and import only from below; no files import each other in a circle.
import { expect, test } from 'vitest';

/** The lowest floor first; folders of one floor do not know each other. Vendors and Tauri stay behind `host`. */
const FLOORS = [
  ['wire'],
  ['host', 'style', 'text'],
  ['controls'],
  ['accounts', 'downloads', 'history', 'permissions', 'sound', 'status'],
  ['calls', 'chats', 'funnel', 'notices', 'reachability'],
  ['activity'],
  ['settings'],
  ['app'],
];
const SOURCES = import.meta.glob<string>(['../src/**/*.ts', '../src/**/*.svelte'], { eager: true, query: '?raw', import: 'default' });

/** Files by path below `src`, with what each imports of the others. */
type Imports = Map<string, string[]>;

function importsOf(sources: Record<string, string>): Imports {
  const texts = new Map(Object.entries(sources).map(([path, text]) => [path.replace('../src/', ''), text]));
  const whole = (path: string) => [path, `${path}.ts`].find((known) => texts.has(known)) ?? path;
  const named = (text: string) => [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]*)['"]/g)].map(([, specifier = '']) => specifier);
  return new Map([...texts].map(([path, text]) => [path, named(text).map((specifier) => whole(new URL(specifier, `file:///${path}`).pathname.slice(1)))]));
}

const folderOf = (path: string) => path.split('/')[0] ?? path;
const floorOf = (path: string) => FLOORS.findIndex((floor) => floor.includes(folderOf(path)));

/** Imports that do not point down, and files in folders without a floor. */
function upwards(imports: Imports): string[] {
  const homeless = [...imports.keys()].filter((path) => path.includes('/') && floorOf(path) < 0).map((path) => `${path} stands on no floor`);
  const wrong = [...imports].flatMap(([path, targets]) => targets.filter((target) => folderOf(target) !== folderOf(path) && floorOf(target) >= floorOf(path)).map((target) => `${path} must not import ${target}`));
  return [...homeless, ...wrong];
}

/** Files that import each other in a circle, or stand between two circles. */
function circles(imports: Imports): string[] {
  let left = new Set(imports.keys());
  for (;;) {
    const leads = (path: string) => (imports.get(path) ?? []).some((target) => left.has(target));
    const isLedTo = (path: string) => [...left].some((other) => imports.get(other)?.includes(path));
    const kept = new Set([...left].filter((path) => leads(path) && isLedTo(path)));
    if (kept.size === left.size) return [...kept].sort();
    left = kept;
  }
}

test('folders import only from the floors below', () => {
  const imports = importsOf(SOURCES);
  expect(imports.size).toBeGreaterThan(150);
  expect(imports.get('app/main.ts')).toContain('host/fake.ts');
  expect(upwards(imports)).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(circles(importsOf(SOURCES))).toEqual([]);
});

test('what points up or beside, lives nowhere or runs in a circle is found', () => {
  const imports = importsOf({
    '../src/calls/A.svelte': "import B from './b';\nimport type { C } from '../chats/C.svelte';\nimport Icon from '../controls/Icon.svelte';\n",
    '../src/calls/b.ts': "import {\n  type A,\n} from './A.svelte';\nexport { x } from '../app/x';\n",
    '../src/controls/Icon.svelte': '',
    '../src/attic/d.ts': "const { e } = await import('../controls/Icon.svelte');\n",
  });
  expect(upwards(imports)).toEqual(['attic/d.ts stands on no floor', 'calls/A.svelte must not import chats/C.svelte', 'calls/b.ts must not import app/x', 'attic/d.ts must not import controls/Icon.svelte']);
  expect(circles(imports)).toEqual(['calls/A.svelte', 'calls/b.ts']);
});
