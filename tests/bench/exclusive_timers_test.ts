import { ok, rejects, throws } from "node:assert/strict";
import { exclusiveTimers } from "../../src/bench/exclusive_timers.ts";

/** Keeps the thread busy. */
function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

Deno.test("timers of work inside other work come to the whole, each millisecond once", async () => {
  const timers = exclusiveTimers<"outer" | "inner">();
  const start = performance.now();
  await timers.timeAsync("outer", async () => {
    spin(3);
    timers.time("inner", () => spin(5));
    await timers.timeAsync("inner", async () => {
      await Promise.resolve();
      spin(4);
    });
    spin(2);
  });
  const wall = performance.now() - start;
  const { outer = 0, inner = 0 } = timers.take();
  ok(outer >= 5 && inner >= 9, `${outer} and ${inner}`);
  ok(outer + inner <= wall, `${outer} + ${inner} > ${wall}`);
  ok(Object.keys(timers.take()).length === 0, "taking starts again");
});

Deno.test("work that fails counts, and what follows it is not taken for a part of it", async () => {
  const timers = exclusiveTimers<"bad" | "good">();
  throws(() =>
    timers.time("bad", () => {
      spin(2);
      throw new Error("bad");
    })
  );
  await rejects(timers.timeAsync("bad", () => Promise.reject(new Error("bad"))));
  timers.time("good", () => spin(2));
  const { bad = 0, good = 0 } = timers.take();
  ok(bad >= 2 && good >= 2, `${bad} and ${good}`);
});
