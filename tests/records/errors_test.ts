import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { AssayError, inputError, toolError, usageError } from "../../src/records/errors.ts";

Deno.test("an error reads as what happened, then the remedy, each ended once", () => {
  const error = inputError("DATASET_MISSING", {
    what: "there is no dataset here",
    remedy: "Name another folder.",
  });
  equal(error.message, "there is no dataset here. Name another folder.");
  ok(error instanceof AssayError);
});

Deno.test("kinds of errors have the documented exit codes", () => {
  const parts = { what: "a", remedy: "b" };
  equal(usageError("A", parts).exitCode, 2);
  equal(inputError("A", parts).exitCode, 3);
  equal(toolError("A", parts).exitCode, 4);
});

Deno.test("whatever the text holds, an error is one line", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const { message } = usageError("A", { what: text, remedy: "b" });
    for (const mark of ["\n", "\r", "\u2028", "\u2029", "\0"]) ok(!message.includes(mark));
  }));
});
