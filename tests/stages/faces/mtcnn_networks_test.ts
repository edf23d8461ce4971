import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type MtcnnNetworks, openMtcnnNetworks } from "../../../src/stages/faces/mtcnn_networks.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import golden from "../../golden/mtcnn_networks.json" with { type: "json" };

const folder = join(projectRoot(), "models", "mtcnn");
const built = existsSync(join(folder, "onet.onnx"));

/** A test over the real networks; reported as ignored where `setup` has not built them. */
function networkTest(name: string, run: (networks: MtcnnNetworks) => Promise<void>): void {
  Deno.test({
    name: built ? name : `${name} (skipped: \`deno task setup\` has not built models/mtcnn)`,
    ignore: !built,
    async fn() {
      const networks = await openMtcnnNetworks(folder, { provider: "cpu", threads: 1 });
      try {
        await run(networks);
      } finally {
        await networks.release();
      }
    },
  });
}

const { pnet, rnet, onet } = golden.networks;

networkTest("P-Net answers as facenet-pytorch's does", async (networks) => {
  const height = pnet.inputShape[2]!, width = pnet.inputShape[3]!;
  const map = await networks.pnet(sine(pnet.inputShape), { height, width });
  assert.deepEqual([map.height, map.width], [pnet.height, pnet.width]);
  const places = map.height * map.width;
  assertClose(every40th(map.probabilities), pnet.probability);
  for (const [i, expected] of pnet.regression.entries()) {
    assertClose(every40th(map.regressions.subarray(i * places, (i + 1) * places)), expected);
  }
});

networkTest("P-Net takes every size from 12 pixels on", async (networks) => {
  const sizes = [[12, 12, 1, 1], [13, 17, 2, 4], [48, 12, 19, 1]] as const;
  for (const [height, width, rows, columns] of sizes) {
    const map = await networks.pnet(sine([3, height, width]), { height, width });
    assert.deepEqual([map.height, map.width], [rows, columns]);
    assert.equal(map.probabilities.length, rows * columns);
    assert.equal(map.regressions.length, 4 * rows * columns);
  }
});

networkTest("R-Net answers as facenet-pytorch's does", async (networks) => {
  const { scores, regressions } = await networks.rnet(sine(rnet.inputShape), rnet.inputShape[0]!);
  assertClose(scores, rnet.probability);
  assertClose(regressions, rnet.regression.flat());
});

networkTest("O-Net answers as facenet-pytorch's does", async (networks) => {
  const answer = await networks.onet(sine(onet.inputShape), onet.inputShape[0]!);
  assertClose(answer.scores, onet.probability);
  assertClose(answer.regressions, onet.regression.flat());
  assertClose(answer.landmarks, onet.landmarks.flat());
});

networkTest("a candidate's answer does not depend on who is in the batch", async (networks) => {
  const crops = sine([5, 3, 24, 24]);
  const together = await networks.rnet(crops, 5);
  for (let i = 0; i < 5; i++) {
    const alone = await networks.rnet(crops.slice(i * 1728, (i + 1) * 1728), 1);
    assertClose(alone.scores, together.scores.subarray(i, i + 1));
    assertClose(alone.regressions, together.regressions.subarray(4 * i, 4 * i + 4));
  }
});

networkTest("more candidates than one batch takes get their answers in order", async (networks) => {
  const count = 75, crops = sine([count, 3, 48, 48]);
  const together = await networks.onet(crops, count);
  assert.equal(together.scores.length, count);
  for (const i of [0, 31, 32, 63, 64, 74]) {
    const alone = await networks.onet(crops.slice(i * 6912, (i + 1) * 6912), 1);
    assertClose(together.scores.subarray(i, i + 1), alone.scores);
    assertClose(together.regressions.subarray(4 * i, 4 * i + 4), alone.regressions);
    assertClose(together.landmarks.subarray(10 * i, 10 * i + 10), alone.landmarks);
  }
});

/** float32(sin(i / 100)), the golden data's input. */
function sine(shape: readonly number[]): Float32Array {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * 0.01));
}

function every40th(values: Float32Array): Float32Array {
  return values.filter((_, i) => i % 40 === 0);
}

function assertClose(actual: Float32Array, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of actual.entries()) {
    assert.ok(Math.abs(value - expected[i]!) <= 1e-5, `place ${i}: ${value}, not ${expected[i]}`);
  }
}
