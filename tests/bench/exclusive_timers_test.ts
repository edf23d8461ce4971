import { deepEqual, rejects, throws } from "node:assert/strict";
import { exclusiveTimers } from "../../src/bench/exclusive_timers.ts";
import { manualClock } from "../platform/host/manual_clock.ts";

Deno.test("timers of work inside other work come to the whole, each millisecond once", async () => {
  const { advance, ...clock } = manualClock();
  const timers = exclusiveTimers<"outer" | "inner">(clock);
  await timers.timeAsync("outer", async () => {
    advance(3);
    timers.time("inner", () => advance(5));
    await timers.timeAsync("inner", async () => {
      await Promise.resolve();
      advance(4);
    });
    advance(2);
  });
  deepEqual(timers.take(), { outer: 5, inner: 9 });
  deepEqual(timers.take(), {}, "taking starts again");
});

Deno.test("work that fails counts, and what follows it is not taken for a part of it", async () => {
  const { advance, ...clock } = manualClock();
  const timers = exclusiveTimers<"bad" | "good">(clock);
  throws(() =>
    timers.time("bad", () => {
      advance(2);
      throw new Error("bad");
    })
  );
  await rejects(timers.timeAsync("bad", () => Promise.reject(new Error("bad"))));
  timers.time("good", () => advance(7));
  deepEqual(timers.take(), { bad: 2, good: 7 });
});
