import type { BenchResult } from "./result.ts";

/** `bench.json`: everything, samples included; `--compare` reads it. */
export function* benchJson(result: BenchResult): Iterable<string> {
  yield `${JSON.stringify(result, null, 2)}\n`;
}
