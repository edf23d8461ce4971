/**
 * Compares texts by Unicode code point, like UTF-8 bytes and most other languages. (JavaScript compares UTF-16
 * units, which puts emoji before U+E000 … U+FFFF.)
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

/** Ranks surrogates, which stand for code points above U+FFFF, after all other units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
