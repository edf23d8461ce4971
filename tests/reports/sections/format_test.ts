import assert from "node:assert/strict";
import { defined, undefinedBecause } from "../../../src/records/metric_value.ts";
import {
  commandText,
  durationText,
  intervalText,
  numberText,
  pText,
  settingsText,
  signedIntervalText,
  signedText,
  sizeText,
  timeText,
} from "../../../src/reports/sections/format.ts";

Deno.test("numbers have three decimals, differences a sign, and nothing is a dash", () => {
  assert.equal(numberText(defined(0.35149)), "0.351");
  assert.equal(numberText(undefinedBecause("none is labelled FAKE")), "–");
  assert.equal(signedText(defined(0.0121)), "+0.012");
  assert.equal(signedText(defined(-0.0121)), "-0.012");
  assert.equal(signedText(defined(-0.0001)), "-1e-4", "small is not nothing");
  assert.equal(signedText(defined(0)), "0.000");
  assert.equal(signedText(defined(-0)), "0.000");
  assert.equal(sizeText(0.000_000_26), "3e-7");
  assert.equal(sizeText(0.0126), "0.013");
  assert.deepEqual([pText(0.0004), pText(0.0126)], ["p < 0.001", "p = 0.013"]);
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
