/**
 * Orders texts by Unicode code point, as UTF-8 bytes and every other language sort them. (JavaScript's own
 * order is by UTF-16 unit and puts emoji before U+E000 … U+FFFF.)
 * @returns below 0 when `a` comes first, 0 when they are equal, above 0 otherwise
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Moves surrogates, which stand for code points above U+FFFF, behind all other units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
