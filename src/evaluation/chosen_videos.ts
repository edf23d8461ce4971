import { resolve } from "node:path";
import { counted } from "../base/text/counted.ts";
import type { EvalConfig } from "../config/load.ts";
import { limitSentence } from "../datasets/limit_sentence.ts";
import { limitVideos } from "../datasets/limit_videos.ts";
import { openDatasets } from "../datasets/open_datasets.ts";
import { selectSplit } from "../datasets/select_split.ts";
import { loadLater } from "../platform/host/load_later.ts";
import { inputError } from "../records/errors.ts";
import type { RunManifest } from "../records/manifest.ts";
import type { Dataset } from "../records/video.ts";
import { FOLDERS } from "./folders.ts";
import type { RunOptions, UnlabelledVideos } from "./run_options.ts";
import { startedQueries } from "./started_queries.ts";
import { datasetMoved, videosMoved } from "./started_run.ts";

/** Videos that are to be evaluated. */
export interface ChosenVideos {
  /** With these videos alone. */
  readonly dataset: Dataset;
  /** `null`: all videos. */
  readonly split: string | null;
  /** The whole dataset. */
  readonly around: Dataset;
  /** What `--limit` took, one sentence without a full stop; `null`: all videos. */
  readonly taken: string | null;
}

const PLACES = { datasetsFolder: FOLDERS.datasets };

/** The videos that a run was started with, at their current place; whether they are the same is checked by content. */
export async function startedVideos(
  started: RunManifest,
  options: RunOptions,
): Promise<ChosenVideos> {
  const { name, split } = started.dataset;
  const whole = await openDatasets(startedQueries(started, options.source), PLACES)
    .catch((error) => {
      throw options.source?.datasets.length ? error : datasetMoved(started, error);
    });
  return videosOf({ ...whole, name }, split ?? "all", {
    ...options,
    limit: startedLimit(started, options),
  });
}

/** The limit of a run. A version whose manifests do not say what it took, took the first videos. */
function startedLimit(
  { dataset }: RunManifest,
  { limit }: Pick<RunOptions, "limit">,
): RunOptions["limit"] {
  return limit === null || dataset.limit !== undefined ? limit : { ...limit, kind: "first" };
}

/**
 * Opens the dataset and selects the requested videos.
 * @throws AssayError DATASET_UNLABELLED (exit 3) when none has a label and some must
 */
export async function chosenVideos(
  config: Pick<EvalConfig, "datasets" | "split" | "operatingPoint">,
  options: Pick<RunOptions, "labels" | "limit" | "strict"> & {
    readonly overrides: Pick<RunOptions["overrides"], "datasets" | "split">;
  },
): Promise<ChosenVideos> {
  const { overrides, labels } = options;
  const whole = await openDatasets(config.datasets, PLACES).catch(async (error) => {
    const { withHints } = await loadUnlabelledError();
    throw config.datasets.length > 1 ? error : await withHints(error, {
      ...config.datasets[0]!,
      ...PLACES,
    });
  });
  // The config's split belongs to its own dataset; one given by --dataset has its own default.
  const isOther = overrides.datasets.length > 0 && overrides.split === null;
  const asked = (isOther ? null : config.split) ?? operatingSplits(config, whole);
  const chosen = videosOf(whole, asked, options);
  if (labels === "required" && chosen.dataset.videos.every(({ label }) => label === null)) {
    const { unlabelledError } = await loadUnlabelledError();
    throw await unlabelledError(chosen.dataset, { whole, split: chosen.split, ...PLACES });
  }
  return chosen;
}

/** The splits of the operating point that the dataset has; `null`: none, or no operating point is asked for. */
function operatingSplits(
  { operatingPoint }: Pick<EvalConfig, "operatingPoint">,
  { videos }: Dataset,
): string | null {
  if (operatingPoint === null) return null;
  const names = [operatingPoint.fit, operatingPoint.apply]
    .filter((name) => videos.some(({ split }) => split === name));
  return names.length === 0 ? null : names.join(",");
}

/** Opens videos without labels: those that are given, else those that the resumed run was started with. */
export async function unlabelledVideos(
  asked: UnlabelledVideos,
  { started, options }: { readonly started: RunManifest | null; readonly options: RunOptions },
): Promise<ChosenVideos> {
  const { followLinks } = asked;
  const { openVideos } = await loadLater<typeof import("../datasets/open_videos.ts")>(
    new URL("../datasets/open_videos.ts", import.meta.url),
  );
  const whole = await openVideos(placesOf(asked, started), { followLinks }).catch((error) => {
    throw started !== null && asked.places === null ? videosMoved(started, error) : error;
  });
  return videosOf(whole, "all", options);
}

/** Absolute paths of the places of videos without labels. */
export function placesOf(
  { places }: UnlabelledVideos,
  started: RunManifest | null,
): readonly string[] {
  if (places !== null) return places.map((place) => resolve(place));
  return started === null ? [] : started.dataset.places ?? [started.dataset.folder];
}

/** Loads what only errors need, so that the first video does not wait for it. */
async function loadUnlabelledError() {
  return await loadLater<typeof import("../datasets/unlabelled_error.ts")>(
    new URL("../datasets/unlabelled_error.ts", import.meta.url),
  );
}

function videosOf(
  whole: Dataset,
  asked: string | null,
  { limit, strict }: Pick<RunOptions, "limit" | "strict">,
): ChosenVideos {
  const { dataset: chosen, split } = selectSplit(whole, asked);
  if (strict && chosen.missing.length > 0) {
    throw inputError("DATASET_INCOMPLETE", {
      what: `${counted(chosen.missing.length, "video")} listed by dataset ${chosen.name} ` +
        `${chosen.missing.length === 1 ? "is" : "are"} missing, first ${chosen.missing[0]}`,
      remedy: "Add the files, or leave out --strict to evaluate without them",
    });
  }
  if (limit === null) return { dataset: chosen, split, around: whole, taken: null };
  const videos = limitVideos(chosen.videos, limit);
  const taken = limitSentence(videos, { kind: limit.kind, of: chosen.videos.length });
  return { dataset: { ...chosen, videos }, split, around: whole, taken };
}
