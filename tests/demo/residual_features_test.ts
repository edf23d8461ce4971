import { equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { GraphBuilder } from "../../src/models/onnx/graph_builder.ts";
import { writeModel } from "../../src/models/onnx/model_writer.ts";
import { FACE_REGIONS } from "../../src/demo/face_regions.ts";
import {
  COLOUR_PLANES,
  FEATURE_COUNT,
  FLOOR,
  HIGH_PASS_FILTERS,
  residualFeatures,
  TRUNCATIONS,
} from "../../src/demo/residual_features.ts";
import { writeThroughSink } from "../../src/platform/files/file_sink.ts";
import { OnnxSession } from "../../src/platform/onnxruntime/onnx_session.ts";
import { inTemporaryHome } from "../temporary_home.ts";

const SIZE = 32, AREA = SIZE * SIZE, BATCH = 2;

/** Two faces of smooth ground and noise, planar, 0 … 255. */
function madeFaces(): Float32Array {
  return Float32Array.from({ length: BATCH * 3 * AREA }, (_, i) => {
    const x = i % SIZE, y = Math.floor(i / SIZE) % SIZE, noise = Math.sin(i * 78.233) * 43758.5453;
    return Math.round(100 + 3 * x + 2 * y + 40 * (noise - Math.floor(noise)));
  });
}

/** The same numbers, written down plainly in float64. */
function naiveFeatures(face: Float32Array): number[] {
  const planes = COLOUR_PLANES.map((weights) => (x: number, y: number) =>
    weights.reduce((sum, weight, c) => sum + weight * face[c * AREA + y * SIZE + x]!, 0)
  );
  const logs = planes.flatMap((plane, p) =>
    HIGH_PASS_FILTERS.flatMap((filter) => {
      const magnitude = (x: number, y: number) => {
        const residual = filter.reduce(
          (sum, weight, k) => sum + weight * plane(x - 1 + k % 3, y - 1 + Math.floor(k / 3)),
          0,
        );
        return Math.min(Math.abs(residual), TRUNCATIONS[p]!);
      };
      return FACE_REGIONS.map((region) => Math.log(naiveMean(magnitude, region, 1) + FLOOR));
    })
  );
  const steps = planes.flatMap((plane) => {
    const means = FACE_REGIONS.map((region) => naiveMean(plane, region, 0));
    return means.slice(1).map((mean, i) => mean - means[i]!);
  });
  return [...logs, ...steps];
}

function naiveMean(
  valueAt: (x: number, y: number) => number,
  [from, to]: readonly [number, number],
  border: number,
): number {
  let sum = 0, count = 0;
  for (let y = border; y < SIZE - border; y++) {
    for (let x = border; x < SIZE - border; x++) {
      const across = ((x + 0.5) / SIZE - 0.5) / 0.17, down = ((y + 0.5) / SIZE - 0.52) / 0.25;
      const radius = Math.sqrt(across ** 2 + down ** 2);
      if (radius < from || radius >= to) continue;
      sum += valueAt(x, y);
      count += 1;
    }
  }
  return sum / count;
}

Deno.test("the graph computes the documented features for every face of a batch", async () => {
  await inTemporaryHome(async (folder) => {
    const graph = new GraphBuilder("features");
    const faces = graph.input("faces", { type: "float32", shape: ["batch", 3, SIZE, SIZE] });
    graph.output(
      graph.node("Identity", [residualFeatures(graph, faces, SIZE)], { name: "features" }),
    );
    const path = join(folder, "features.onnx");
    await writeThroughSink(path, (sink) => writeModel(graph.build(), sink));
    const session = await OnnxSession.open(path, { provider: "cpu", threads: 1 });
    const data = madeFaces();
    const { features } = await session.run({ faces: { data, dims: [BATCH, 3, SIZE, SIZE] } });
    await session.release();
    equal(features!.data.length, BATCH * FEATURE_COUNT);
    for (let face = 0; face < BATCH; face++) {
      const expected = naiveFeatures(data.subarray(face * 3 * AREA, (face + 1) * 3 * AREA));
      equal(expected.length, FEATURE_COUNT);
      const worst = Math.max(
        ...expected.map((value, i) =>
          Math.abs(value - Number(features!.data[face * FEATURE_COUNT + i]))
        ),
      );
      ok(worst < 1e-3, `face ${face} is off by ${worst}`);
    }
  });
});
