import assert from "node:assert/strict";
import { defined, undefinedBecause } from "../../src/domain/metric_value.ts";
import {
  commandText,
  durationText,
  intervalText,
  numberText,
  printable,
  settingsText,
  signedIntervalText,
  signedText,
  timeText,
} from "../../src/reporting/format.ts";
import { readingOf } from "../../src/reporting/reading.ts";

Deno.test("numbers have three decimals, differences a sign, and nothing is a dash", () => {
  assert.equal(numberText(defined(0.35149)), "0.351");
  assert.equal(numberText(undefinedBecause("none is labelled FAKE")), "–");
  assert.equal(signedText(defined(0.0121)), "+0.012");
  assert.equal(signedText(defined(-0.0121)), "-0.012");
  assert.equal(signedText(defined(-0.0001)), "0.000");
  assert.equal(signedText(defined(0)), "0.000");
  assert.equal(intervalText({ low: 0.2, high: 0.5, reason: null }), "0.200 to 0.500");
  assert.equal(signedIntervalText({ low: -0.2, high: 0.5, reason: null }), "-0.200 to +0.500");
  assert.equal(intervalText({ low: null, high: null, reason: "one group" }), "–");
});

Deno.test("durations are read at a glance", () => {
  const expected: [number | null, string][] = [
    ...[[null, "–"], [0.04, "0.0 ms"], [9.94, "9.9 ms"], [9.96, "10 ms"]] as [number, string][],
    ...[[999.4, "999 ms"], [999.6, "1.00 s"], [9996, "10.0 s"]] as [number, string][],
    ...[[59_949, "59.9 s"], [59_960, "1 min 0 s"], [125_000, "2 min 5 s"]] as [number, string][],
    ...[[3_599_700, "1 h 0 min"], [7_260_000, "2 h 1 min"]] as [number, string][],
  ];
  for (const [milliseconds, text] of expected) assert.equal(durationText(milliseconds), text);
});

Deno.test("settings, times and commands are written as people and shells read them", () => {
  const settings = { margin: 1 / 3, detectionThresholds: [0.6, 0.7], boxScale: "inverse" };
  assert.equal(
    settingsText(settings),
    "margin=0.3333 detectionThresholds=0.6,0.7 boxScale=inverse",
  );
  assert.equal(timeText("2026-03-01T09:30:12.123Z"), "2026-03-01 09:30 UTC");
  assert.equal(
    commandText(["eval", "--dataset", "it's here", "--set", "frames=8", "$(rm)"]),
    `deno task eval --dataset 'it'\\''s here' --set frames=8 '$(rm)'`,
  );
});

Deno.test("printable text cannot steer a terminal", () => {
  assert.equal(printable("a\u001b[31mb\nc\u202ed\u009b"), "a?[31mb?c?d?");
});

Deno.test("a difference is better or worse only where its interval leaves zero out", () => {
  const lower = { direction: "lower" } as const;
  const higher = { direction: "higher" } as const;
  const difference = (low: number, high: number) => ({
    ...defined((low + high) / 2),
    interval: { low, high, reason: null },
    n: 10,
  });
  assert.equal(readingOf(difference(-0.2, -0.1), lower), "better");
  assert.equal(readingOf(difference(-0.2, -0.1), higher), "worse");
  assert.equal(readingOf(difference(0.1, 0.2), lower), "worse");
  assert.equal(readingOf(difference(0.1, 0.2), higher), "better");
  assert.equal(readingOf(difference(-0.1, 0.2), lower), "not significant");
  assert.equal(readingOf(difference(0, 0.2), lower), "not significant");
  assert.equal(readingOf(difference(0, 0), lower), "equal");
  const none = { ...defined(1), interval: { low: null, high: null, reason: "one group" }, n: 2 };
  assert.equal(readingOf(none, lower), "unknown");
});
