import assert from "node:assert/strict";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import { openMtcnnNetworks } from "../../../src/stages/faces/mtcnn_networks.ts";
import { buildMtcnn } from "../../../src/models/networks/mtcnn.ts";
import { madeNetwork, noise, writeMadeSources } from "./made_mtcnn.ts";
import { inTemporaryHome } from "../../temporary_home.ts";
import { type Map3, naiveCropNet, naivePnet } from "../naive_mtcnn.ts";

const OPTIONS = { provider: "cpu", threads: 1 } as const;
const FILES = ["onet.onnx", "pnet.onnx", "rnet.onnx"];

Deno.test("the rebuilt networks compute what facenet-pytorch's layers compute", async (t) => {
  await inTemporaryHome(async (folder) => {
    await buildMtcnn(writeMadeSources(folder), join(folder, "models"));
    const networks = await openMtcnnNetworks(join(folder, "models"), OPTIONS);
    try {
      for (const [height, width] of [[12, 12], [31, 26], [20, 45]] as const) {
        await t.step(`P-Net at ${height}x${width}`, async () => {
          const image = madeImage(height, width);
          const { weights, slopes } = madeNetwork("pnet");
          const expected = naivePnet(image, weights, slopes);
          const map = await networks.pnet(Float32Array.from(image.data), { height, width });
          assert.deepEqual([map.height, map.width], [expected.height, expected.width]);
          assertClose(map.probabilities, expected.probability);
          assertClose(map.regressions, expected.heads[0]!);
        });
      }
      await t.step("R-Net", async () => {
        const images = [madeImage(24, 24, 1), madeImage(24, 24, 2), madeImage(24, 24, 3)];
        const expected = images.map((image) =>
          naiveCropNet(image, { ...madeNetwork("rnet"), pools: [3, 3] })
        );
        const { scores, regressions } = await networks.rnet(joined(images), images.length);
        assertClose(scores, expected.flatMap(({ probability }) => probability));
        assertClose(regressions, expected.flatMap(({ heads }) => [...heads[0]!]));
      });
      await t.step("O-Net", async () => {
        const images = [madeImage(48, 48, 4), madeImage(48, 48, 5)];
        const expected = images.map((image) =>
          naiveCropNet(image, { ...madeNetwork("onet"), pools: [3, 3, 2] })
        );
        const { scores, regressions, landmarks } = await networks.onet(joined(images), 2);
        assertClose(scores, expected.flatMap(({ probability }) => probability));
        assertClose(regressions, expected.flatMap(({ heads }) => [...heads[0]!]));
        assertClose(landmarks, expected.flatMap(({ heads }) => [...heads[1]!]));
      });
    } finally {
      await networks.release();
    }
  });
});

Deno.test("equal sources give equal bytes, and nothing else is left in the folder", async () => {
  await inTemporaryHome(async (folder) => {
    const sources = writeMadeSources(folder);
    const [first, second] = [join(folder, "first"), join(folder, "second")];
    await Promise.all([buildMtcnn(sources, first), buildMtcnn(sources, second)]);
    await buildMtcnn(sources, second);
    for (const build of [first, second]) {
      assert.deepEqual([...Deno.readDirSync(build)].map(({ name }) => name).sort(), FILES);
    }
    for (const name of FILES) {
      assert.deepEqual(Deno.readFileSync(join(first, name)), Deno.readFileSync(join(second, name)));
    }
  });
});

Deno.test("a source without one of the layers is refused by name and leaves no network", async () => {
  await inTemporaryHome(async (folder) => {
    const sources = writeMadeSources(folder, (name) => name.startsWith("pnet/PReLU3/"));
    const models = join(folder, "models");
    await assert.rejects(buildMtcnn(sources, models), (error) => {
      assert.ok(error instanceof AssayError);
      assert.deepEqual([error.code, error.exitCode], ["MTCNN_WEIGHTS", 3]);
      assert.match(error.message, /pnet\.tflite .* it has no alpha for prelu3/);
      return true;
    });
    await assert.rejects(Deno.stat(join(models, "pnet.onnx")), Deno.errors.NotFound);
  });
});

Deno.test("a source that is not TensorFlow Lite is refused", async () => {
  await inTemporaryHome(async (folder) => {
    const sources = writeMadeSources(folder);
    Deno.writeTextFileSync(sources.rnet, "not found");
    await assert.rejects(buildMtcnn(sources, join(folder, "models")), { code: "TFLITE_BROKEN" });
  });
});

function madeImage(height: number, width: number, seed = 7): Map3 {
  const data = Float64Array.from(noise(3 * height * width, { seed, scale: 1 }));
  return { channels: 3, height, width, data };
}

function joined(images: readonly Map3[]): Float32Array {
  return Float32Array.from(images.flatMap(({ data }) => [...data]));
}

function assertClose(actual: Float32Array, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of actual.entries()) {
    const tolerance = 1e-5 * (1 + Math.abs(expected[i]!));
    assert.ok(
      Math.abs(value - expected[i]!) <= tolerance,
      `place ${i}: ${value}, not ${expected[i]}`,
    );
  }
}
