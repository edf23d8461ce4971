/**
 * A set of places in a stream, from 0: a run of consecutive ones, then single ones behind it. Memory holds the
 * single ones only, so that every frame of a long video, or of one that claims to be long, costs nothing.
 */
export class PositionSet implements Iterable<number> {
  /** First place of the run. */
  readonly first: number;
  /** The place behind the run; equal to `first`: there is no run. */
  readonly end: number;
  /** Places behind the run, ascending. */
  readonly rest: readonly number[];
  readonly #rest: ReadonlySet<number>;

  private constructor(first: number, end: number, rest: readonly number[]) {
    this.first = first;
    this.end = end;
    this.rest = rest;
    this.#rest = new Set(rest);
  }

  /** Every place below `count`. */
  static below(count: number): PositionSet {
    return new PositionSet(0, Math.max(0, count), []);
  }

  /** @param positions in any order, repeats allowed */
  static of(positions: Iterable<number>): PositionSet {
    return new PositionSet(0, 0, Array.from(Float64Array.from(new Set(positions)).sort()));
  }

  /** All places of some sets whose runs start at 0. */
  static union(sets: readonly PositionSet[]): PositionSet {
    const end = sets.reduce((greatest, set) => Math.max(greatest, set.end), 0);
    const behind = PositionSet.of(sets.flatMap(({ rest }) => rest.filter((place) => place >= end)));
    return new PositionSet(0, end, behind.rest);
  }

  get size(): number {
    return this.end - this.first + this.rest.length;
  }

  /** The last place; −1 where there is none. */
  get last(): number {
    return this.rest.at(-1) ?? (this.end > this.first ? this.end - 1 : -1);
  }

  has(position: number): boolean {
    return position >= this.first && position < this.end || this.#rest.has(position);
  }

  /** How many places come before `position`. */
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

  /** The set without its first places. */
  dropFirst(count: number): PositionSet {
    const inRun = Math.min(count, this.end - this.first);
    return new PositionSet(this.first + inRun, this.end, this.rest.slice(count - inRun));
  }

  /** Ascending. */
  *[Symbol.iterator](): Generator<number, void, void> {
    for (let position = this.first; position < this.end; position++) yield position;
    yield* this.rest;
  }
}
