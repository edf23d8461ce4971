import assert from "node:assert/strict";
import { isRetryable, isTemporaryFailure } from "../../src/records/temporary_failure.ts";

Deno.test("failures of the machine or of Assay are temporary, errors of the video are not", () => {
  for (const code of ["TOOL_KILLED", "TOOL_CRASHED", "OUT_OF_MEMORY", "INTERNAL"]) {
    assert.ok(isTemporaryFailure(`${code}: something happened.`), code);
  }
  for (const code of ["VIDEO_UNREADABLE", "VIDEO_UNDECODABLE", "VIDEO_MISSING", "INTERNALS"]) {
    assert.ok(!isTemporaryFailure(`${code}: TOOL_KILLED: INTERNAL`), code);
  }
  assert.ok(!isTemporaryFailure(null));
});

Deno.test("a video is tried again when one of its rows is a temporary failure", () => {
  assert.ok(isRetryable({ variants: [{ error: null }, { error: "TOOL_KILLED: by somebody." }] }));
  assert.ok(!isRetryable({ variants: [{ error: null }, { error: "VIDEO_MISSING: gone." }] }));
});
