import { equal, ok } from "node:assert/strict";
import {
  measureOtherLoad,
  type ProcessorTimes,
  processUsage,
} from "../../../src/platform/host/process_usage.ts";

/** The share that went elsewhere between two readings. */
function shareBetween(before: ProcessorTimes, after: ProcessorTimes): number | null {
  const readings = [before, after].values();
  return measureOtherLoad(() => readings.next().value!)();
}

Deno.test("the time of this process does not count as other load", () => {
  const before = { all: 1000, idle: 600, own: 50 };
  equal(shareBetween(before, { all: 2000, idle: 1000, own: 350 }), 0.3);
  equal(shareBetween(before, { all: 2000, idle: 1300, own: 350 }), 0, "all of it is its own");
  equal(shareBetween(before, { all: 2000, idle: 1400, own: 355 }), 0, "the kernel rounds");
  equal(shareBetween(before, before), null, "no time has passed");
});

Deno.test("the machine provides all values that are read", () => {
  const elsewhere = measureOtherLoad();
  const before = processUsage();
  while (processUsage().cpuMs - before.cpuMs < 50); // some ticks of the kernel
  const share = elsewhere();
  ok(share !== null && share >= 0 && share <= 1, `${share}`);
  ok(processUsage().peakBytes >= before.peakBytes && before.peakBytes > 1e6);
});
