import assert from "node:assert/strict";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { determineFileState } from "../../src/models/model_state.ts";
import { buildBenchmarkModel } from "../../src/models/benchmark_model.ts";
import { readCatalogue } from "../../src/stages/classifiers/catalogue.ts";
import { importWeights } from "../../src/models/import_model.ts";
import { NETWORK_FAMILIES } from "../../src/models/networks/network_families.ts";
import { sha256File } from "../../src/platform/files/hash.ts";
import { withModel } from "./onnx/open_model.ts";
import { sharedBytes, sharedJson, sharedPath, sharedTest } from "../shared_data.ts";
import { faceLogits, largestDifference, sineLogits } from "./networks/golden_logits.ts";
import { type MadeTensor, seededTensors, writeSafetensors } from "./networks/made_safetensors.ts";
import { errorOf, inModelFolder, type ModelFolder } from "./model_folder.ts";

const B0 = { name: "mine", family: "efficientnet-b0", size: null } as const;

/** A B0's tensors; the same seed as benchmarks are built from. */
const TENSORS = seededTensors("b0", 1);

function put({ home }: ModelFolder, tensors: readonly MadeTensor[]): string {
  const path = join(home, "weights.safetensors");
  writeSafetensors(path, tensors);
  return path;
}

Deno.test("a checkpoint becomes a model in both precisions that computes the same network", async () => {
  await inModelFolder(async (folder) => {
    const options = { ...folder.options, precisions: ["fp32", "fp16"] as const };
    const prefixed = TENSORS.map((tensor) => ({ ...tensor, name: `module.${tensor.name}` }));
    const path = put(folder, prefixed);
    const made = await importWeights(path, B0, options);
    assert.deepEqual(folder.contents(), [
      "mine",
      "mine/card.json",
      "mine/mine.fp16.onnx",
      "mine/mine.onnx",
    ]);
    assert.equal(made.architecture, "tf-efficientnet-b0");
    assert.deepEqual(made.weights, {
      file: "weights.safetensors",
      url: null,
      sha256: await sha256File(path),
    });
    assert.ok(made.verification!.halfPrecisionDifference! < 5e-3);
    const benchmark = await buildBenchmarkModel("efficientnet-b0", {
      ...options,
      seed: 1,
      size: 224,
    });
    assert.equal(benchmark.files.fp32?.sha256, made.files.fp32?.sha256);
    assert.equal(benchmark.input.size, 224);
  });
});

Deno.test("what the user states about classes and colours stands in the card", async () => {
  await inModelFolder(async (folder) => {
    const head = { name: "fc.weight", shape: [2, 1280], numbers: () => new Float32Array(2560) };
    const two = TENSORS.filter(({ name }) => !name.startsWith("fc.")).concat(head);
    const path = put(folder, two);
    const mean = [0.5, 0.5, 0.5] as const;
    const stated = await importWeights(path, { ...B0, fake: 0, mean }, folder.options);
    assert.deepEqual([stated.output.index, stated.output.activation], [0, "softmax"]);
    assert.deepEqual([stated.input.mean, stated.input.std], [mean, [0.229, 0.224, 0.225]]);
    assert.match(stated.notes!.join(" "), /TensorFlow's padding/);
    assert.doesNotMatch(stated.notes!.join(" "), /index 1/, "what was stated is not assumed");
    const single = { ...B0, name: "single" };
    const turned = await importWeights(
      put(folder, TENSORS),
      { ...single, fake: 0 },
      folder.options,
    );
    assert.equal(turned.output.polarity, "real", "of one output, --fake 0 means P(real)");
  });
});

interface Damage {
  readonly what: string;
  readonly tensors: readonly MadeTensor[];
  readonly family?: string;
  readonly code: string;
  readonly says: readonly RegExp[];
}

const changed = (name: string, change: Partial<MadeTensor>) =>
  TENSORS.map((tensor) => tensor.name === name ? { ...tensor, ...change } : tensor);

const holding = (number: number) =>
  changed("encoder.conv_head.weight", {
    numbers: () => new Float32Array(1280 * 320).fill(0.01).fill(number, 1000, 1001),
  });

const DAMAGES: readonly Damage[] = [
  {
    what: "missing and extra parameters",
    tensors: TENSORS.filter(({ name }) => !name.startsWith("encoder.blocks.3.")).concat({
      name: "decoder.weight",
      shape: [1],
      numbers: () => new Float32Array(1),
    }),
    code: "CHECKPOINT_MISMATCH",
    says: [
      /\d\d missing \(encoder\.blocks\.3\.0\.conv_pw\.weight, .* and \d+ more\)/,
      /1 unexpected \(decoder\.weight\)/,
    ],
  },
  {
    what: "a misshapen parameter",
    tensors: changed("fc.weight", { shape: [2, 640] }),
    code: "CHECKPOINT_MISMATCH",
    says: [/1 wrong shape \(fc\.weight \[2, 640\] instead of \[1 or 2, 1280\]\)/],
  },
  {
    what: "another size of the family",
    tensors: TENSORS,
    family: "efficientnet-b1",
    code: "CHECKPOINT_MISMATCH",
    says: [/give --family efficientnet-b0/],
  },
  {
    what: "a weight that is not a number",
    tensors: holding(NaN),
    code: "WEIGHTS_NOT_FINITE",
    says: [/encoder\.conv_head\.weight in weights\.safetensors has the value NaN at index 1000/],
  },
  {
    what: "an infinite weight",
    tensors: holding(-Infinity),
    code: "WEIGHTS_NOT_FINITE",
    says: [/-Infinity/],
  },
  {
    what: "a weight that no score survives",
    tensors: holding(3e38),
    code: "MODEL_UNFIT",
    says: [/mine\.onnx .* returned/],
  },
];

for (const { what, tensors, family = B0.family, code, says } of DAMAGES) {
  Deno.test(`refused without leaving files: ${what}`, async () => {
    await inModelFolder(async (folder) => {
      const path = put(folder, tensors);
      const error = await errorOf(importWeights(path, { ...B0, family }, folder.options));
      assert.deepEqual([error.code, error.exitCode], [code, 3], error.message);
      for (const said of says) assert.match(error.message, said);
      assert.ok(error.message.length < 2_000);
      assert.deepEqual(folder.contents(), []);
    });
  });
}

Deno.test("a truncated file is refused by every family without leaving files", async () => {
  await inModelFolder(async (folder) => {
    const whole = await Deno.readFile(put(folder, TENSORS));
    const path = await folder.put("cut.bin", whole.subarray(0, whole.length - 1));
    for (const family of Object.keys(NETWORK_FAMILIES)) {
      const error = await errorOf(importWeights(path, { ...B0, family }, folder.options));
      assert.equal(error.exitCode, 3);
      assert.match(error.message, /cut\.bin/);
    }
    assert.deepEqual(folder.contents(), []);
  });
});

Deno.test("wrong use: an invalid family, size or name, and a missing file", async () => {
  await inModelFolder(async (folder) => {
    const path = put(folder, TENSORS.slice(0, 3));
    const codes: unknown[] = [];
    for (
      const wrong of [
        { ...B0, family: "efficientnet-b8" },
        { ...B0, family: "__proto__" },
        { ...B0, family: "meso4", size: 128 },
        { ...B0, name: "../mine" },
        { ...B0, name: "Mine" },
      ]
    ) {
      const { code, exitCode } = await errorOf(importWeights(path, wrong, folder.options));
      codes.push([code, exitCode]);
    }
    assert.deepEqual(codes, Array(5).fill(["USAGE", 2]));
    const absent = importWeights(join(folder.home, "none.pth"), B0, folder.options);
    assert.equal((await errorOf(absent)).code, "FILE_NOT_READ");
    assert.deepEqual(folder.contents(), []);
  });
});

Deno.test("a file changed after the import is detected", async () => {
  await inModelFolder(async (folder) => {
    const { modelsFolder } = folder.options;
    await importWeights(put(folder, TENSORS), B0, folder.options);
    const state = async () =>
      await determineFileState((await readCatalogue(modelsFolder))[0]!, "fp32");
    assert.equal(await state(), "verified");
    const path = join(modelsFolder, "mine", "mine.onnx");
    using file = await Deno.open(path, { write: true });
    await file.seek(-100, Deno.SeekMode.End);
    await file.write(Uint8Array.of(1, 2, 3));
    assert.equal(await state(), "changed");
    await Deno.remove(path);
    assert.equal(await state(), "missing");
  });
});

sharedTest(
  "PyTorch's four forms of one checkpoint become one network, with timm's logits",
  async () => {
    const { logits } = sharedJson<{
      logits: Record<string, { sin: number[]; face: number[] }>;
    }>("golden", "efficientnet", "checkpoints", "checkpoints.json");
    const checkpoint = (file: string) => sharedPath("golden", "efficientnet", "checkpoints", file);
    await inModelFolder(async (folder) => {
      const legacy = gunzipSync(
        sharedBytes("golden", "efficientnet", "checkpoints", "b0_legacy_f32.pth.gz"),
      );
      const paths = [
        checkpoint("b0_zip_f32.pth"),
        await folder.put("b0_legacy_f32.pth", legacy),
        checkpoint("b0_zip_f16_noprefix.pth"),
        checkpoint("b0_legacy_f16_bare.pth"),
      ];
      const hashes = new Set<string>();
      for (const path of paths) {
        const { files } = await importWeights(path, B0, { ...folder.options, replace: true });
        hashes.add(files.fp32!.sha256!);
      }
      assert.equal(hashes.size, 1);
      await withModel(join(folder.options.modelsFolder, "mine", "mine.onnx"), async (model) => {
        for (const [size, { sin, face }] of Object.entries(logits)) {
          const one = {
            variant: "b0" as const,
            inputSize: Number(size),
            seed: 0,
            fcGain: 0,
            sinLogits: sin,
            faceLogits: face,
          };
          assert.ok(largestDifference(await sineLogits(model, one), sin) < 1e-4);
          assert.ok(largestDifference(await faceLogits(model, one), face) < 1e-4);
        }
      });
    });
  },
);
