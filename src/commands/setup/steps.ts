import { join } from "node:path";
import { demoClassifierIsBuilt } from "../../demo/demo_classifier_recipe.ts";
import { demoDatasetIsBuilt } from "../../demo/demo_dataset_state.ts";
import { relabelDemoDataset } from "../../demo/relabel_demo_dataset.ts";
import { areLinked, findTool, isProgram } from "../../platform/ffmpeg/ffmpeg_tools.ts";
import { sha256File } from "../../platform/files/hash.ts";
import { readTextFile } from "../../platform/files/regular_file.ts";
import { binFolder } from "../../platform/files/project.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import { loadLater } from "../../platform/host/load_later.ts";

/** One step of set-up. The modules that build it are imported only when it runs. */
export interface SetupStep {
  /** Name of what is installed, for messages. */
  readonly title: string;
  /** Tests quickly whether the step is needed, without network and without starting a program. */
  isDone(): Promise<boolean>;
  run(): Promise<void>;
  /** Brings what an earlier version built up to date, where that needs no build. @returns whether it did */
  renew?(): Promise<boolean>;
}

export type StepName = "tools" | "mtcnn" | "demoDataset" | "demoModel";

/** Tells whether a step need not run, after bringing an earlier version's build up to date where that is enough. */
export async function isSetUp(step: SetupStep): Promise<boolean> {
  return await step.isDone() || await step.renew?.() === true;
}

/**
 * Makes all steps, each after those that it depends on.
 * @param say takes a line about the step in progress
 */
export function setupSteps(say: (text: string) => void): Readonly<Record<StepName, SetupStep>> {
  const builds = () =>
    loadLater<typeof import("./builds.ts")>(new URL("./builds.ts", import.meta.url));
  return {
    tools: {
      title: "ffmpeg and ffprobe",
      isDone: toolsAreLinked,
      run: async () => await (await builds()).setUpTools(say),
    },
    mtcnn: {
      title: "MTCNN's networks",
      isDone: mtcnnIsBuilt,
      run: async () => await (await builds()).setUpMtcnn(say),
    },
    demoDataset: {
      title: "the demo dataset",
      isDone: () => demoDatasetIsBuilt(FOLDERS.demoDataset),
      run: async () => await (await builds()).setUpDemoDataset(say),
      renew: () => relabelDemoDataset(FOLDERS.demoDataset),
    },
    demoModel: {
      title: "the demo classifier",
      isDone: () => demoClassifierIsBuilt(FOLDERS.demoModel, FOLDERS.demoDataset),
      run: async () => await (await builds()).setUpDemoModel(say),
    },
  };
}

/** Compares the links with the programs found now: ASSAY_FFMPEG or PATH may have changed. */
async function toolsAreLinked(): Promise<boolean> {
  const [ffmpeg, ffprobe] = [await findTool("ffmpeg"), await findTool("ffprobe")];
  return ffmpeg !== null && ffprobe !== null &&
    await isProgram(ffmpeg.path) && await isProgram(ffprobe.path) &&
    await areLinked({ ffmpeg, ffprobe }, binFolder());
}

/** Compares the networks with the hashes in the committed card, so that those of an older recipe are rebuilt. */
async function mtcnnIsBuilt(): Promise<boolean> {
  const card = JSON.parse(await readTextFile(join(FOLDERS.mtcnn, "card.json")));
  const current = await Promise.all(
    Object.entries(card.files).map(async ([name, hash]) =>
      await sha256File(join(FOLDERS.mtcnn, name)).catch(() => null) === hash
    ),
  );
  return current.every((is) => is);
}
