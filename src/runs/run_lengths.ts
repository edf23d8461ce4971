/** Values and how often each follows itself: `[["ok", 34], ["no_face", 2]]`. */
export type RunLengths<Value> = readonly (readonly [value: Value, count: number])[];

/** A list that is mostly the same, short. */
export function runLengths<Value>(values: Iterable<Value>): RunLengths<Value> {
  const runs: [Value, number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] === value) last[1] += 1;
    else runs.push([value, 1]);
  }
  return runs;
}

/** The list again. */
export function unrolled<Value>(runs: RunLengths<Value>): Value[] {
  return runs.flatMap(([value, count]) => Array<Value>(count).fill(value));
}
