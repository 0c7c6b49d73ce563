// Makes the stable id of a new account: lower-case letters, digits and '-', at most 40 characters, not taken.
const LONGEST = 36;

/** An id like `ringcentral`, `ringcentral-2`… that is not in `taken`. */
export function freshId(vendor: string, taken: readonly string[]): string {
  const plain = vendor.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, LONGEST) || 'account';
  if (!taken.includes(plain)) return plain;
  let next = 2;
  while (taken.includes(`${plain}-${next}`)) next += 1;
  return `${plain}-${next}`;
}
