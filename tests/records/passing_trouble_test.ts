import assert from "node:assert/strict";
import { isPassingTrouble, isRetryable } from "../../src/records/passing_trouble.ts";

Deno.test("trouble of the machine or of Assay passes, a verdict on the video does not", () => {
  for (const code of ["TOOL_KILLED", "TOOL_CRASHED", "OUT_OF_MEMORY", "INTERNAL"]) {
    assert.ok(isPassingTrouble(`${code}: something happened.`), code);
  }
  for (const code of ["VIDEO_UNREADABLE", "VIDEO_UNDECODABLE", "VIDEO_MISSING", "INTERNALS"]) {
    assert.ok(!isPassingTrouble(`${code}: TOOL_KILLED: INTERNAL`), code);
  }
  assert.ok(!isPassingTrouble(null));
});

Deno.test("a video is tried again when a single one of its rows met such trouble", () => {
  assert.ok(isRetryable({ variants: [{ error: null }, { error: "TOOL_KILLED: by somebody." }] }));
  assert.ok(!isRetryable({ variants: [{ error: null }, { error: "VIDEO_MISSING: gone." }] }));
});
