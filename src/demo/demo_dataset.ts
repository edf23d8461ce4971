import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PRESETS } from "../config/presets.ts";
import { inputError } from "../records/errors.ts";
import { mtcnn } from "../stages/faces/mtcnn.ts";
import { openMtcnnNetworks } from "../stages/faces/mtcnn_networks.ts";
import { sha256File } from "../platform/files/hash.ts";
import { BUILT_RECORD, type BuiltRecord, recordBuilt } from "../platform/files/built_record.ts";
import { clipWriter } from "./clip_writer.ts";
import { clipPools, type DemoClip, demoClips, fakeName, realName } from "./demo_clips.ts";
import {
  type DemoDatasetRecipe,
  type DemoSource,
  readDemoDatasetCard,
} from "./demo_dataset_card.ts";
import { chooseDonor, fakeFrames } from "./demo_fake.ts";
import { DEMO_LABELS, demoLabels } from "./demo_labels.ts";
import { recordClips, type RecordedClip, type RecordingTools } from "./demo_recording.ts";
import { seededDraws } from "./seeded_draws.ts";

export interface DemoDatasetOptions {
  /** Absolute path of the folder with the card; the clips are written beside it. */
  readonly folder: string;
  /** Absolute path of each recording, by its name in the card. */
  readonly sources: Readonly<Record<string, string>>;
  /** Absolute path of the folder with MTCNN's networks. */
  readonly mtcnnFolder: string;
  /** Absolute path of ffmpeg. */
  readonly ffmpeg: string;
  /** Called with progress messages. */
  readonly progress: (line: string) => void;
}

/** Detection at full size, for precise landmarks; the smallest face has a box of 70 pixels. */
const DETECTION = { ...PRESETS.reference, minFace: 60 };

/**
 * Builds the demo dataset beside its card. Equal cards and recordings give equal bytes with the same ffmpeg on
 * the same kind of processor. Everything is built in a temporary folder and moved when it is complete, the
 * labels last.
 * @throws AssayError SOURCE_CHANGED (exit 3) for a recording that does not match the card; the errors of
 * decoding, face detection and encoding
 */
export async function buildDemoDataset(options: DemoDatasetOptions): Promise<BuiltRecord> {
  const { recipe } = await readDemoDatasetCard(options.folder);
  for (const source of recipe.sources) await requireSource(source, options.sources);
  await mkdir(options.folder, { recursive: true });
  const workshop = await mkdtemp(join(options.folder, ".building-"));
  try {
    const clips = demoClips(recipe);
    await writeClips(clips, workshop, { ...options, recipe });
    await writeFile(join(workshop, DEMO_LABELS), demoLabels(recipe));
    const names = [...clips.flatMap((clip) => [realName(clip), fakeName(clip)]), DEMO_LABELS];
    const record = await recordBuilt(workshop, { recipe, names });
    await writeFile(join(workshop, BUILT_RECORD), JSON.stringify(record, null, 2) + "\n");
    // Without its record a partly replaced dataset does not count as built.
    await rm(join(options.folder, BUILT_RECORD), { force: true });
    for (const name of [...names, BUILT_RECORD]) {
      await rename(join(workshop, name), join(options.folder, name));
    }
    return record;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function writeClips(
  clips: readonly DemoClip[],
  workshop: string,
  options: DemoDatasetOptions & { readonly recipe: DemoDatasetRecipe },
): Promise<void> {
  const { recipe, ffmpeg, mtcnnFolder } = options;
  const networks = await openMtcnnNetworks(mtcnnFolder, { provider: "cpu", threads: 1 });
  const detector = mtcnn(networks, DETECTION);
  const writeClip = clipWriter(workshop, { ffmpeg, crf: recipe.crf });
  const tools = { detector, writeClip, clipSeconds: recipe.clipSeconds };
  try {
    for (const pool of clipPools(clips)) {
      const { source, split } = pool[0]!;
      options.progress(
        `writing ${pool.length} REAL and ${pool.length} FAKE clips of person ${source.person}, ${split}`,
      );
      await writeFakes(await recordPool(pool, { ...options, tools }), { recipe, tools });
    }
  } finally {
    await detector.release();
  }
}

/** Records the clips of one pool; only one pool is in memory at a time. */
async function recordPool(
  pool: readonly DemoClip[],
  { sources, tools }: DemoDatasetOptions & { readonly tools: RecordingTools },
): Promise<RecordedClip[]> {
  const recorded: RecordedClip[] = [];
  for (const [source, clips] of Map.groupBy(pool, (clip) => clip.source)) {
    const added = await recordClips(sources[source.name]!, clips, tools);
    for (const clip of added) recorded.push(clip);
  }
  return recorded;
}

async function writeFakes(
  pool: readonly RecordedClip[],
  { recipe, tools }: { readonly recipe: DemoDatasetRecipe; readonly tools: RecordingTools },
): Promise<void> {
  for (const target of pool) {
    const draws = seededDraws(`demo ${recipe.seed} ${target.clip.name}`);
    const donor = chooseDonor(target, pool, draws);
    await tools.writeClip(
      fakeName(target.clip),
      target.fps,
      () => fakeFrames(target, donor, draws),
    );
  }
}

async function requireSource(
  { name, sha256, file }: DemoSource,
  sources: Readonly<Record<string, string>>,
): Promise<void> {
  const path = sources[name];
  const found = path === undefined ? null : await sha256File(path).catch(() => null);
  if (found === sha256) return;
  throw inputError("SOURCE_CHANGED", {
    what: `the recording ${file} ${
      found === null ? "is missing" : "does not match the card's SHA-256"
    }`,
    remedy: "Delete its package in .assay/packages and run `deno task setup` again",
  });
}
