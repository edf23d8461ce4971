import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { AssayError } from "../../src/records/errors.ts";
import { buildDemoClassifier } from "../../src/demo/demo_classifier.ts";
import { demoClassifierIsBuilt } from "../../src/demo/demo_classifier_recipe.ts";
import { demoClips, fakeName, realName } from "../../src/demo/demo_clips.ts";
import { OnnxSession } from "../../src/platform/onnxruntime/onnx_session.ts";
import { inTemporaryHome } from "../temporary_home.ts";
import { buildSmallDemo, builtTest, MTCNN_FOLDER, smallRecipe } from "./small_demo.ts";

builtTest(
  "training reads the train split only, gives the same bytes again, and knows its data",
  async () => {
    await inTemporaryHome(async (home) => {
      const datasetFolder = join(home, "data"), recipe = await smallRecipe(5);
      await buildSmallDemo(datasetFolder, recipe);
      const build = async (name: string) => {
        const folder = join(home, name), progress = () => {};
        await mkdir(folder);
        return await buildDemoClassifier({
          folder,
          datasetFolder,
          mtcnnFolder: MTCNN_FOLDER,
          progress,
        });
      };
      const first = await build("one");
      for (const clip of demoClips(recipe).filter(({ split }) => split === "test")) {
        for (const name of [realName(clip), fakeName(clip)]) await rm(join(datasetFolder, name));
      }
      deepEqual(await build("two"), first);
      equal(await demoClassifierIsBuilt(join(home, "one"), datasetFolder), true);
      const record = join(datasetFolder, "built.json");
      const other = (await Deno.readTextFile(record)).replace(/(\.mp4": ")../, "$1zz");
      await Deno.writeTextFile(record, other);
      equal(await demoClassifierIsBuilt(join(home, "one"), datasetFolder), false);
      await scoresBatchesLikeSingles(join(home, "one", "demo.onnx"));
    });
  },
);

builtTest("without the dataset there is one clear error", async () => {
  await inTemporaryHome(async (folder) => {
    await rejects(
      buildDemoClassifier({
        folder,
        datasetFolder: folder,
        mtcnnFolder: MTCNN_FOLDER,
        progress: () => {},
      }),
      (error) => error instanceof AssayError && error.code === "DATASET_MISSING",
    );
  });
});

async function scoresBatchesLikeSingles(path: string): Promise<void> {
  const session = await OnnxSession.open(path, { provider: "cpu", threads: 1 });
  const area = 3 * 192 * 192;
  const faces = Float32Array.from({ length: 2 * area }, (_, i) => (i * i) % 251);
  const both = await session.run({ faces: { data: faces, dims: [2, 3, 192, 192] } });
  equal(both.logit!.data.length, 2);
  for (const face of [0, 1]) {
    const data = faces.slice(face * area, (face + 1) * area);
    const { logit } = await session.run({ faces: { data, dims: [1, 3, 192, 192] } });
    ok(Math.abs(Number(logit!.data[0]) - Number(both.logit!.data[face])) < 1e-3);
  }
  await session.release();
}
