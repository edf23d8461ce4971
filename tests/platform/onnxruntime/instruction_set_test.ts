import { equal, match } from "node:assert/strict";
import { readInstructionSet } from "../../../src/platform/onnxruntime/instruction_set.ts";

Deno.test("the instruction set is the same whenever it is read on one machine", async () => {
  const first = await readInstructionSet();
  match(first!, /^[0-9a-f]{16}$/);
  equal(await readInstructionSet(), first);
});
