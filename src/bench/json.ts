import type { BenchResult } from "./result.ts";

/** `bench.json`: the whole result with all samples, as `--compare` reads it. */
export function* benchJson(result: BenchResult): Iterable<string> {
  yield `${JSON.stringify(result, null, 2)}\n`;
}
