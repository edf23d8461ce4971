import { deepEqual as same, match, ok } from "node:assert/strict";
import { modelFacts } from "../../../src/reports/sections/model_facts.ts";
import { markdownReport } from "../../../src/reports/markdown/markdown_report.ts";
import { fakeSummary } from "../../analysis/summary/fake_summary.ts";
import { fakeManifest } from "../../runs/fake_run.ts";

const { models: [model] } = fakeManifest({ reference: {} }, 4);

Deno.test("a report has what a model's card says, and the hash of each file", () => {
  const half = { ...model!, precision: "fp16" as const, sha256: "ff" };
  const [{ name, facts } = { name: "", facts: [] }, ...others] = modelFacts({
    models: [model!, half],
  });
  same(others, []);
  same(name, "demo");
  same(facts, [
    ["family", "onnx"],
    ["input", "faces: 192 × 192 pixels, RGB, NCHW"],
    ["normalisation", "(value × 1/255 − mean [0.5,0.5,0.5]) / std [0.25,0.25,0.25]"],
    ["output", "logit: activation sigmoid, index 0, polarity fake"],
    ["fp32 file", `sha256 ${model!.sha256}`],
    ["fp16 file", "sha256 ff"],
    ["trained on", "demo (36 videos): Every fifth frame."],
    ["limits", "Trained on three people; worthless on anybody else."],
  ]);
});

Deno.test("what a later version adds to a card is shown, and what an older run lacks is left out", () => {
  const later = {
    ...model!,
    input: { ...model!.input, batch: 8, scale: 1 },
    preprocessing: { margin: 0.3, fit: "pad" },
    trainedOn: [],
  };
  const facts = new Map(modelFacts({ models: [later] })[0]!.facts);
  match(facts.get("input")!, /NCHW, batch 8$/);
  match(facts.get("normalisation")!, /value × 1 −/);
  same([facts.get("trained with"), facts.get("trained on")], ["margin 0.3, fit pad", "not stated"]);
  const { input: _, output: __, trainedOn: ___, family: ____, ...older } = model!;
  same(modelFacts({ models: [older] })[0]!.facts.map(([title]) => title), ["fp32 file", "limits"]);
});

Deno.test("report.md has the models before how to reproduce the run", () => {
  const text = [...markdownReport(fakeSummary())].join("");
  const [models = "", rest = ""] = text.split("\n## Models\n")[1]!.split("\n## Reproduce\n");
  match(models, /### demo\n[\s\S]*\n- output: logit: activation sigmoid/);
  ok(!rest.includes("worthless"), "limits are said once");
});
