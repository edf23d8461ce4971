import { doesNotMatch, equal, match } from "node:assert/strict";
import { join } from "node:path";
import type { AssayError } from "../../../src/records/errors.ts";
import { OnnxSession } from "../../../src/platform/onnxruntime/onnx_session.ts";
import { floats, type MadeExport, madeExport, node } from "../../models/onnx/made_export.ts";
import { inTemporaryHome } from "../../temporary_home.ts";

const mine = (opType: string) => ({ ...node(opType, ["logits", "score"]), domain: "mine.ops" });

const FAILURES: readonly [what: string, made: MadeExport, says: RegExp][] = [
  [
    "an opset of the future",
    { change: (model) => void (model.opsetImport = [{ domain: "", version: 40 }]) },
    /: it needs opset 40, this runtime has 26\. .*opset_version/,
  ],
  [
    "an opset of the future in another domain",
    { change: (model) => void model.opsetImport!.push({ domain: "com.microsoft", version: 9 }) },
    /: it needs opset 9 of com\.microsoft, this runtime has 1\./,
  ],
  [
    "an IR version of the future",
    { change: (model) => void (model.irVersion = 40) },
    /: it needs IR version 40, this runtime has 13\./,
  ],
  [
    "a custom operator",
    {
      head: [mine("Magic")],
      change: (model) => void model.opsetImport!.push({ domain: "mine.ops", version: 1 }),
    },
    /no operator Magic of domain mine\.ops\. .*without custom operators/,
  ],
  [
    "a custom operator of no domain that the file names",
    { head: [mine("Magic")] },
    /no operator Magic/,
  ],
  [
    "an operator that does not exist",
    { head: [node("Magic", ["logits", "score"])] },
    /17 has no operator Magic/,
  ],
  [
    "an operator that is too old",
    { change: (model) => void (model.opsetImport = [{ domain: "", version: 1 }]) },
    /no \w+ as opset \d+ defines it/,
  ],
  [
    "a node that reads nothing",
    { head: [node("Identity", ["nowhere", "score"])] },
    /: Invalid model\. Node input 'nowhere' is not a graph input/,
  ],
  [
    "constants in a file that is missing",
    {
      constants: [{
        ...floats("extra", []),
        dims: [1],
        rawData: null,
        dataLocation: 1,
        externalData: [{ key: "location", value: "made.onnx.data" }],
      }],
      head: [node("Add", ["logits extra", "score"])],
    },
    /its constants are in made\.onnx\.data, which is not beside it/,
  ],
];

for (const [what, made, says] of FAILURES) {
  Deno.test(`a network that cannot be loaded is explained: ${what}`, () =>
    inTemporaryHome(async (folder) => {
      const path = join(folder, "made.onnx");
      Deno.writeFileSync(path, madeExport(made));
      const error = await OnnxSession.open(path, { provider: "cpu", threads: 1 }).then(
        () => null,
        (reason: AssayError) => reason,
      );
      equal(error?.code, "MODEL_BROKEN");
      match(error!.message, says);
      doesNotMatch(error!.message, new RegExp(`${folder}|onnxruntime_src`));
    }));
}
