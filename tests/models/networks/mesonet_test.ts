import assert from "node:assert/strict";
import { join } from "node:path";
import { inputTensor } from "../../../src/stages/classifiers/input_tensor.ts";
import { modelCardSchema } from "../../../src/stages/classifiers/model_card_schema.ts";
import { fakeProbability } from "../../../src/stages/classifiers/onnx_classifier.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { buildHalfPrecision } from "../../../src/models/half_precision.ts";
import {
  buildMesonet,
  MESONET_INTERFACE,
  type MesonetName,
  MESONETS,
} from "../../../src/models/networks/mesonet.ts";
import { sha256File } from "../../../src/platform/files/hash.ts";
import { withModel } from "../onnx/open_model.ts";
import { sharedBytes, sharedJson, sharedPath, sharedTest } from "../../shared_data.ts";
import { inTemporaryHome } from "../../temporary_home.ts";

interface GoldenImage {
  readonly inputFile: string;
  /** By the file of weights, without its ending: P(real). */
  readonly outputs: Readonly<Record<string, { readonly output: number }>>;
}

const NAMES = Object.keys(MESONETS) as MesonetName[];

function goldenImages(): readonly GoldenImage[] {
  return sharedJson<{ cases: GoldenImage[] }>("golden", "mesonet", "outputs.json").cases;
}

/** P(real) of the golden images by file, prepared as the model card says. */
async function outputsOf(path: string): Promise<Map<string, number>> {
  const image = inputTensor(MESONET_INTERFACE.input, 1);
  return await withModel(path, async ({ run }) => {
    const outputs = new Map<string, number>();
    for (const { inputFile } of goldenImages()) {
      image.fill(sharedBytes("golden", "mesonet", inputFile));
      const { [MESONET_INTERFACE.output.name]: output } = await run({ image });
      outputs.set(inputFile, Number(output!.data[0]));
    }
    return outputs;
  });
}

async function buildShared(name: MesonetName, folder: string): Promise<string> {
  const { architecture, file } = MESONETS[name];
  const path = join(folder, `${name}.onnx`);
  await buildMesonet(sharedPath("media", "mesonet", file), { architecture, path });
  return path;
}

sharedTest("the four networks give what Keras' layers give, within 1e-5", async () => {
  await inTemporaryHome(async (folder) => {
    for (const name of NAMES) {
      const outputs = await outputsOf(await buildShared(name, folder));
      assert.ok(outputs.size >= 6);
      for (const { inputFile, outputs: golden } of goldenImages()) {
        const { output } = golden[MESONETS[name].file.replace(".h5", "")]!;
        const difference = Math.abs(outputs.get(inputFile)! - output);
        assert.ok(difference < 1e-5, `${name} ${inputFile}: ${difference}`);
      }
    }
  });
});

sharedTest("deepfakes score as fake and real faces as real once the card is obeyed", async () => {
  await inTemporaryHome(async (folder) => {
    const outputs = await outputsOf(await buildShared("meso4-df", folder));
    const fake = (image: string) =>
      fakeProbability(
        Float32Array.of(outputs.get(`${image}_256.bin`)!),
        MESONET_INTERFACE.output,
        "fp32",
      );
    assert.ok(fake("df00204") > 0.95 && fake("df01254") > 0.95);
    assert.ok(fake("real00240") < 0.02 && fake("real00772") < 0.02);
  });
});

sharedTest("in float16 P(real) moves by at most 5e-3", async () => {
  await inTemporaryHome(async (folder) => {
    for (const name of NAMES) {
      const path = await buildShared(name, folder);
      const half = join(folder, "half.onnx");
      const report = await buildHalfPrecision(path, half);
      assert.ok(report.halfNodes >= 20 && report.clamped === 0, JSON.stringify(report));
      const [plain, rounded] = [await outputsOf(path), await outputsOf(half)];
      for (const [image, output] of plain) {
        const difference = Math.abs(rounded.get(image)! - output);
        assert.ok(difference < 5e-3, `${name} ${image}: ${difference}`);
      }
    }
  });
});

sharedTest("the hashes of the four files are the published files'", async () => {
  for (const { file, sha256 } of Object.values(MESONETS)) {
    assert.equal(await sha256File(sharedPath("media", "mesonet", file)), sha256, file);
  }
});

sharedTest(
  "a file of one architecture is not taken for the other, and nothing is left behind",
  async () => {
    await inTemporaryHome(async (folder) => {
      const source = sharedPath("media", "mesonet", "MesoInception_DF.h5");
      await assert.rejects(
        buildMesonet(source, { architecture: "meso4", path: join(folder, "x.onnx") }),
        (error: AssayError) => error.code === "KERAS_LAYERS",
      );
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    });
  },
);

Deno.test("MesoNet's input and output make a valid card, with output P(real)", () => {
  const card = modelCardSchema.parse({
    schemaVersion: 1,
    name: "meso4-df",
    family: "onnx",
    description: "",
    license: "Apache-2.0",
    source: "",
    files: { fp32: { path: "fp32.onnx", sha256: null } },
    trainedOn: [],
    limits: "",
    ...MESONET_INTERFACE,
  });
  assert.equal(card.output.polarity, "real");
});
