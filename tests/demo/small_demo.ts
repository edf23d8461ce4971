import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildDemoDataset } from "../../src/demo/demo_dataset.ts";
import type { DemoDatasetRecipe } from "../../src/demo/demo_dataset_card.ts";
import { ffmpegPath } from "../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { sha256File } from "../../src/platform/files/hash.ts";
import { projectRoot } from "../../src/platform/files/project.ts";

export const MTCNN_FOLDER = join(projectRoot(), "models", "mtcnn");
export const DEMO_DATASET = join(projectRoot(), "datasets", "demo");
export const DEMO_MODEL = join(projectRoot(), "models", "demo");

const isBuilt = [DEMO_DATASET, DEMO_MODEL].every((folder) =>
  existsSync(join(folder, "built.json"))
);

/** A test that needs what `deno task setup` builds: reported as ignored, with the reason, without it. */
export function builtTest(
  name: string,
  run: (t: Deno.TestContext) => void | Promise<void>,
): void {
  Deno.test({
    name: isBuilt ? name : `${name} (skipped: deno task setup has not built the demo)`,
    ignore: !isBuilt,
    fn: run,
  });
}

/** Built clips that serve as recordings here, with whom they show. */
const RECORDINGS = {
  one: ["franck-010", "a"],
  two: ["franck-055", "a"],
  three: ["cap13-006", "b"],
} as const;

/** A recipe as the demo's, but small: clips of a fifth of a second, cut from three clips of the demo. */
export async function smallRecipe(seed: number): Promise<DemoDatasetRecipe> {
  const sources = Object.entries(RECORDINGS).map(async ([name, [clip, person]]) => {
    const file = `${clip}.mp4`;
    const sha256 = await sha256File(join(DEMO_DATASET, file));
    return { name, person, file, sha256, starts: [0, 1, 2, 3] };
  });
  return { seed, clipSeconds: 0.2, crf: 18, sources: await Promise.all(sources) };
}

/** Builds the small demo in `folder` and says what was recorded. */
export async function buildSmallDemo(folder: string, recipe: DemoDatasetRecipe) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "card.json"), JSON.stringify({ name: "small", recipe }));
  const sources: Record<string, string> = {};
  for (const { name, file } of recipe.sources) {
    sources[name] = join(folder, `${name}.recording`);
    await copyFile(join(DEMO_DATASET, file), sources[name]);
  }
  return await buildDemoDataset({
    folder,
    sources,
    mtcnnFolder: MTCNN_FOLDER,
    ffmpeg: ffmpegPath(),
    progress: () => {},
  });
}
