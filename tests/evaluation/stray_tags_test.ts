import { deepStrictEqual as same } from "node:assert/strict";
import { resolveGates } from "../../src/config/gates.ts";
import { strayTagSentences } from "../../src/evaluation/stray_tags.ts";
import { datasetOf } from "../datasets/dataset_of.ts";

Deno.test("tags to slice by that no video will have are said before the run", () => {
  const dataset = datasetOf("a", { "x.mp4": { tags: { method: "m" } } });
  const said = (slices: readonly string[] | null, tags: string[]) =>
    strayTagSentences({ slices, gates: resolveGates({ slices: { tags } }) }, dataset);
  same(said(null, ["method", "codec", "facesFound"]), []);
  same(said(["metod", "method"], ["zzzzzzzz"]), [
    'slices in the config names the tag "metod", which no video has. Did you mean "method"?',
    'gates.slices in the config names the tag "zzzzzzzz", which no video has. The tags are method, codec, ' +
    "duration, facesFound, resolution.",
  ]);
});
