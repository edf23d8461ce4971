import { equal } from "node:assert/strict";
import { fileMeaning, makingCommand } from "../../../src/stages/classifiers/making_command.ts";
import type { ModelCard } from "../../../src/stages/classifiers/model_card.ts";
import { madeCard } from "./made_classifier.ts";

const ONE_FILE = { fp32: { path: "mine.onnx", sha256: null } };
const WEIGHTS = { file: "best.pt", url: null, sha256: null };

function command(facts: Partial<ModelCard>, intact: readonly ("fp32" | "fp16")[] = []): string {
  const card: ModelCard = {
    ...madeCard({ name: "mine" }),
    schemaVersion: 1,
    files: ONE_FILE,
    source: "somewhere",
    ...facts,
  };
  return makingCommand(card, intact) + fileMeaning(makingCommand(card, intact), card);
}

Deno.test("a published model is fetched, a built one built by the command in its card", () => {
  const published = { ...WEIGHTS, url: "https://example.org/best.pt" };
  equal(command({ weights: published }), "deno task models fetch mine --replace");
  const source = "Built by `deno task models build efficientnet-b0 --seed 7`";
  equal(command({ source }), "deno task models build efficientnet-b0 --seed 7");
});

Deno.test("a model with its fp32 file gets the other by importing that file with its own card", () => {
  equal(
    command({ files: ONE_FILE }, ["fp32"]),
    "deno task models import models/mine/mine.onnx --card models/mine/card.json " +
      "--precision fp32,fp16 --replace",
  );
});

Deno.test("a model without files is imported again from the user's file, which is named", () => {
  const files = ONE_FILE;
  const { input, output } = madeCard();
  const own = { ...input, size: 320, mean: [0.5, 0.4, 0.3], std: [0.25, 0.25, 0.2] } as const;
  equal(
    command({ files, weights: WEIGHTS, architecture: "efficientnet-b4", input: own }),
    "deno task models import FILE --family efficientnet-b4 --name mine --size 320 " +
      "--mean 0.5,0.4,0.3 --std 0.25,0.25,0.2 --precision fp32 --replace, " +
      "FILE being best.pt",
  );
  equal(
    command({
      weights: WEIGHTS,
      architecture: "xception",
      input: own,
      output: { ...output, activation: "softmax", index: 0 },
    }),
    "deno task models import FILE --family xception --name mine --size 320 " +
      "--mean 0.5,0.4,0.3 --std 0.25,0.25,0.2 --fake 0 --precision fp32 --replace, " +
      "FILE being best.pt",
  );
  equal(
    command({ files }),
    "deno task models import FILE --card models/mine/card.json --precision fp32 --replace, " +
      "FILE being its ONNX file",
  );
});

Deno.test("what else a card's source says is not shown as a command", () => {
  const source = "`deno task models build demo; rm -rf /`";
  equal(command({ source, files: ONE_FILE }).startsWith("deno task models import FILE"), true);
});
