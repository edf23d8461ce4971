import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type ByteSource, memorySource } from "../../../src/base/bytes.ts";
import type { Checkpoint } from "../../../src/models/checkpoints/checkpoint.ts";
import {
  readCheckpoint,
  withoutWrappers,
} from "../../../src/models/checkpoints/read_checkpoint.ts";
import { openFileSource } from "../../../src/platform/files/file_source.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { sharedBytes, sharedJson, sharedPath, sharedTest } from "../../shared_data.ts";

interface ExpectedTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Row-major; negative zero is the text "-0.0". */
  readonly values: readonly (number | string)[];
}

const FOLDER = ["golden", "efficientnet", "checkpoints"];

/** Reads a file through a source that is closed at the end. */
function withFile<T>(path: string, use: (checkpoint: Checkpoint) => T): T {
  const source = openFileSource(path);
  try {
    return use(readCheckpoint(source, path));
  } finally {
    source.close();
  }
}

function checkTensors(
  { tensors }: Checkpoint,
  expected: Readonly<Record<string, ExpectedTensor>>,
): void {
  equal([...tensors.keys()].sort(), Object.keys(expected).sort());
  for (const [name, { dtype, shape, values }] of Object.entries(expected)) {
    const tensor = tensors.get(name)!;
    equal([tensor.dtype, tensor.shape], [dtype, shape], name);
    equal(tensor.read(), Float32Array.from(values, Number), name);
  }
}

for (const file of ["zip.pth", "zip_protocol5.pth", "legacy.pth", "written.safetensors"]) {
  Deno.test(`${file}, written by the libraries themselves, is read to the last bit`, () => {
    const folder = join(projectRoot(), "tests", "golden", "checkpoints");
    const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
    withFile(join(folder, file), (checkpoint) => {
      checkTensors(checkpoint, expected.tensors);
      const metadata = file.endsWith(".pth") ? expected.metadata : { epoch: "36" };
      equal(Object.fromEntries(checkpoint.metadata), metadata);
    });
  });
}

interface Tiny {
  readonly files: readonly { readonly file: string }[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tensors: Readonly<Record<string, ExpectedTensor>>;
}

sharedTest("every tensor and every plain value of the tiny checkpoints is read exactly", () => {
  const tiny = sharedJson<Tiny>(...FOLDER, "tiny.json");
  const metadata = { ...tiny.metadata, long_list: Array.from({ length: 1200 }, (_, i) => i) };
  ok(tiny.files.length >= 5);
  for (const { file } of tiny.files) {
    withFile(sharedPath(...FOLDER, file), (checkpoint) => {
      checkTensors(checkpoint, tiny.tensors);
      equal(Object.fromEntries(checkpoint.metadata), metadata, file);
    });
  }
});

interface Weights {
  readonly weightSamples: Readonly<Record<string, WeightSample>>;
}

interface WeightSample {
  readonly shape: readonly number[];
  readonly first: readonly number[];
  readonly last: number;
  readonly sum: number;
}

function b0Sources(): ByteSource[] {
  const legacy = gunzipSync(sharedBytes(...FOLDER, "b0_legacy_f32.pth.gz"));
  const files = ["b0_zip_f32.pth", "b0_zip_f16_noprefix.pth", "b0_legacy_f16_bare.pth"];
  return [
    memorySource(legacy),
    ...files.map((file) => memorySource(sharedBytes(...FOLDER, file))),
  ];
}

sharedTest("the four files of one B0 hold the same numbers under the same names", () => {
  const models = b0Sources().map((source) =>
    withoutWrappers(readCheckpoint(source, "b0.pth").tensors)
  );
  const { weightSamples } = sharedJson<Weights>(...FOLDER, "checkpoints.json");
  for (const [name, sample] of Object.entries(weightSamples)) {
    const tensor = models[0]!.get(name)!;
    const numbers = tensor.read();
    const sum = numbers.reduce((total, number) => total + number, 0);
    equal(
      { shape: tensor.shape, first: [...numbers.slice(0, 4)], last: numbers.at(-1), sum },
      { ...sample, first: sample.first.slice(0, numbers.length) },
      name,
    );
  }
  for (const other of models.slice(1)) {
    equal([...other.keys()], [...models[0]!.keys()]);
    for (const [name, tensor] of other) equal(tensor.read(), models[0]!.get(name)!.read(), name);
  }
});

sharedTest(
  "names and shapes of a B0 checkpoint are timm's, and what stands beside them is kept",
  () => {
    const keys = sharedJson<Record<string, { entries: [string, number[], string][] }>>(
      "golden",
      "efficientnet",
      "keys.json",
    );
    const expected = keys.tf_efficientnet_b0!.entries.map(([name, shape]) => [name, shape]);
    const checkpoint = readCheckpoint(b0Sources()[0]!, "b0.pth");
    const tensors = withoutWrappers(checkpoint.tensors);
    equal([...tensors.values()].map(({ name, shape }) => [name, shape]), expected);
    equal([...checkpoint.metadata], [["epoch", 36], ["bce_best", 0.1]]);
  },
);
