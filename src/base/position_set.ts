/**
 * A set of positions in a stream, from 0: a range, then single positions after it. Only the single ones take memory,
 * so that all frames of a video of any stated length cost nothing.
 */
export class PositionSet implements Iterable<number> {
  /** First position of the range. */
  readonly first: number;
  /** Position after the range; equal to `first`: the range is empty. */
  readonly end: number;
  /** Positions after the range, ascending. */
  readonly rest: readonly number[];
  readonly #rest: ReadonlySet<number>;

  private constructor(first: number, end: number, rest: readonly number[]) {
    this.first = first;
    this.end = end;
    this.rest = rest;
    this.#rest = new Set(rest);
  }

  /** Makes the set of all positions below `count`. */
  static below(count: number): PositionSet {
    return new PositionSet(0, Math.max(0, count), []);
  }

  /** Makes a set of single positions. @param positions in any order, repeats allowed */
  static of(positions: Iterable<number>): PositionSet {
    return new PositionSet(0, 0, Array.from(Float64Array.from(new Set(positions)).sort()));
  }

  /** Makes the union of sets whose ranges start at 0. */
  static union(sets: readonly PositionSet[]): PositionSet {
    const end = sets.reduce((greatest, set) => Math.max(greatest, set.end), 0);
    const behind = PositionSet.of(sets.flatMap(({ rest }) => rest.filter((place) => place >= end)));
    return new PositionSet(0, end, behind.rest);
  }

  get size(): number {
    return this.end - this.first + this.rest.length;
  }

  /** The last position; −1 if the set is empty. */
  get last(): number {
    return this.rest.at(-1) ?? (this.end > this.first ? this.end - 1 : -1);
  }

  has(position: number): boolean {
    return position >= this.first && position < this.end || this.#rest.has(position);
  }

  /** Counts the positions below `position`. */
  rankOf(position: number): number {
    const inRun = Math.max(0, Math.min(position, this.end) - this.first);
    let low = 0;
    for (let high = this.rest.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.rest[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return inRun + low;
  }

  /** Makes the set without its first `count` positions. */
  dropFirst(count: number): PositionSet {
    const inRun = Math.min(count, this.end - this.first);
    return new PositionSet(this.first + inRun, this.end, this.rest.slice(count - inRun));
  }

  /** Yields the positions, ascending. */
  *[Symbol.iterator](): Generator<number, void, void> {
    for (let position = this.first; position < this.end; position++) yield position;
    yield* this.rest;
  }
}
