import { ok } from "node:assert/strict";
import { cpus } from "node:os";
import { processUsage, watchOthers } from "../../../src/platform/host/process_usage.ts";

/** Keeps this thread busy. */
function work(milliseconds: number): void {
  const end = processUsage().cpuMs + milliseconds;
  while (processUsage().cpuMs < end);
}

Deno.test("what this process itself takes is not counted as taken elsewhere", () => {
  const [elsewhere, before] = [watchOthers(), performance.now()];
  work(300);
  const share = elsewhere() ?? 0;
  const own = 300 / ((performance.now() - before) * cpus().length);
  // The kernel counts in hundredths of a second.
  ok(share >= 0 && share <= 1 - own + 0.1, `${share} elsewhere, ${own} here`);
});
