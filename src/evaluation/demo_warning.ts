import { basename } from "node:path";
import { counted } from "../base/text/counted.ts";
import { demoClips, fakeName, realName } from "../demo/demo_clips.ts";
import { readDemoDatasetCard } from "../demo/demo_dataset_card.ts";
import type { PlannedModel } from "../pipeline/plan/plan.ts";
import { readBuilt } from "../platform/files/built_record.ts";
import { type DataWarning, dataWarning } from "../records/data_warning.ts";
import { AssayError } from "../records/errors.ts";
import type { Dataset, DatasetVideo, Label } from "../records/video.ts";

/** Folders of the demo, absolute. */
interface DemoFolders {
  readonly demoDataset: string;
  readonly demoModel: string;
}

/** Label of each clip of the demo, by file name. */
type DemoLabels = ReadonlyMap<string, Label>;

/**
 * Warns of the demo classifier on videos that are not the demo's: it was made to try Assay out. Both are recognised
 * under any name: the classifier by its file or the videos it was trained on, the videos by their names and labels.
 */
export async function demoWarning(
  models: readonly PlannedModel[],
  { videos }: Pick<Dataset, "videos">,
  folders: DemoFolders,
): Promise<DataWarning | null> {
  const labels = await demoLabelsOf(folders.demoDataset);
  const built = await readBuilt(folders.demoModel);
  const files = new Set(Object.values(built?.files ?? {}));
  const used = models.filter((model) => isDemoClassifier(model, { labels, files }));
  if (used.length === 0) return null;
  const others = videos.filter((video) => !isDemoClip(video, labels));
  const names = used.map(({ card }) => JSON.stringify(card.name)).join(", ");
  return dataWarning("demo_classifier", others.map(({ id }) => id), () => {
    const which = others.length === videos.length
      ? "these videos"
      : `${others.length} of ${counted(videos.length, "video")}`;
    return `${names} is the demo classifier, which is only for trying Assay out on the demo dataset: ` +
      `its scores of ${which} mean nothing. Give your own classifier with --model NAME; ` +
      "`deno task models import --help` says how to add one.";
  });
}

/** Labels of the demo's clips; empty when its card cannot be read. */
async function demoLabelsOf(folder: string): Promise<DemoLabels> {
  try {
    const { recipe } = await readDemoDatasetCard(folder);
    return new Map(
      demoClips(recipe).flatMap((clip): [string, Label][] => [
        [realName(clip), "REAL"],
        [fakeName(clip), "FAKE"],
      ]),
    );
  } catch (error) {
    if (error instanceof AssayError) return new Map();
    throw error;
  }
}

function isDemoClassifier(
  { card, sha256 }: PlannedModel,
  { labels, files }: { readonly labels: DemoLabels; readonly files: ReadonlySet<string> },
): boolean {
  const trainedOn = card.trainedOn.flatMap((data) => data.videos);
  return Object.values(sha256).some((hash) => files.has(hash)) ||
    (trainedOn.length > 0 && trainedOn.every((name) => labels.has(name)));
}

function isDemoClip({ id, label }: DatasetVideo, labels: DemoLabels): boolean {
  const known = labels.get(basename(id));
  return known !== undefined && (label === null || label === known);
}
