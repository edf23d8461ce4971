import { deepEqual as same, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { join } from "node:path";
import {
  type Classifier,
  type ClassifierFamily,
  EVERY_FAMILY_READS,
} from "../../../src/stages/classifiers/contract.ts";
import type { ModelCard } from "../../../src/stages/classifiers/model_card.ts";
import { classifierFamilies } from "../../../src/stages/classifiers/registry.ts";
import { PRESETS } from "../../../src/config/presets.ts";
import { PARAMETER_TABLE } from "../../../src/stages/parameters.ts";
import { parametersOf, usePart } from "../../../src/stages/part_use.ts";
import { resolvedParameters } from "../../../src/stages/resolved_parameters.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { testPart } from "../part_contract.ts";
import { MADE_SIZE, madeCard, madeClassifier } from "./made_classifier.ts";

/** Writes a small model into a folder and gives its card; a family that runs other files needs another. */
async function makeModel(family: string, folder: string): Promise<ModelCard> {
  await Deno.writeFile(join(folder, "made.onnx"), madeClassifier());
  const file = { path: "made.onnx", sha256: null };
  return { ...madeCard({ family }), schemaVersion: 1, files: { fp32: file, fp16: file } };
}

const SESSION = { provider: "cpu", threads: 1, sha256: undefined } as const;
const FACE_BYTES = MADE_SIZE * MADE_SIZE * 3;
const FACES = Uint8Array.from({ length: 3 * FACE_BYTES }, (_, i) => i * 97 % 251);

for (const [name, family] of Object.entries<ClassifierFamily>(classifierFamilies)) {
  const part = { ...family, reads: [...new Set([...EVERY_FAMILY_READS, ...family.reads])] };
  const opened = (parameters: object, use: (classifier: Classifier) => Promise<unknown>) =>
    inFolder(async (folder) => {
      const card = await makeModel(name, folder);
      const classifier = await family.load(card, folder, beside(parameters, SESSION));
      try {
        await use(classifier);
      } finally {
        await classifier.release();
      }
    });
  const usual = (batchSize: number) => {
    const given = { ...PRESETS.reference, model: [], batchSize };
    const values = resolvedParameters(given, { table: PARAMETER_TABLE, provider: "cpu" });
    return parametersOf(usePart(name, part, values));
  };

  testPart(name, part, {
    numRuns: 4,
    inputs: fc.constant("three faces"),
    async run(_, parameters: object) {
      const scores: number[] = [];
      await opened(parameters, async (classifier) => {
        for (const face of [0, 1, 2]) scores.push(...await scoreOf(classifier, face));
      });
      return scores;
    },
  });

  Deno.test(`${name}: scores are float32 probabilities, the same twice, and the faces stay as they are`, () =>
    opened(usual(3), async (classifier) => {
      const before = FACES.slice();
      const scores = await classifier.score(FACES, 3);
      equal(scores.length, 3);
      ok(scores instanceof Float32Array && scores.every((score) => score >= 0 && score <= 1));
      same(await classifier.score(FACES, 3), scores);
      same(FACES, before);
    }));

  Deno.test(`${name}: a batch that is not full gives its faces alone, and other faces do not move their scores`, () =>
    opened(usual(3), async (classifier) => {
      equal(classifier.batchSize, 3);
      const [first] = await classifier.score(FACES, 3);
      same([...await scoreOf(classifier, 0)], [first]);
    }));
}

async function scoreOf(classifier: Classifier, face: number): Promise<Float32Array> {
  return await classifier.score(FACES.slice(face * FACE_BYTES, (face + 1) * FACE_BYTES), 1);
}

/** Parameters, guarded or not, with facts that are none. */
function beside(parameters: object, facts: object): never {
  return new Proxy(parameters, {
    get: (target, name) => Reflect.get(Object.hasOwn(facts, name) ? facts : target, name),
  }) as never;
}
