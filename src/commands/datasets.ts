import type { Command } from "commander";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { counted } from "../base/text/counted.ts";
import { AssayError, type ExitCode } from "../records/errors.ts";
import { suggestName } from "../base/text/nearest_name.ts";
import type { Dataset } from "../records/video.ts";
import { sha256Clip } from "../platform/files/clip_contents.ts";
import { sha256File } from "../platform/files/hash.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";
import { datasetDigest, type HashedVideo } from "../datasets/dataset_digest.ts";
import { openDataset, type OpenDatasetOptions } from "../datasets/open_dataset.ts";
import { readBuilt } from "../platform/files/built_record.ts";
import type { CommandContext } from "./command.ts";
import { FOLDERS } from "../evaluation/folders.ts";
import { datasetOptions } from "./flags/dataset_flags.ts";
import { INSPECT_FLAGS, inspectDataset } from "./datasets/inspect_dataset.ts";
import { layoutsText } from "./datasets/layouts_text.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import { DATASET_FLAGS, QUIET_FLAGS } from "./flags/flag_table.ts";
import { wrongUse } from "./flags/usage.ts";
import { setupSteps } from "./setup/steps.ts";

/** Flags of `datasets verify`. */
const VERIFY_FLAGS = { ...DATASET_FLAGS, ...QUIET_FLAGS } as const;

/** What a dataset is named by, for help. */
const PLACE = "name of a dataset, or path of a folder, an archive or a file of labels";

export function define(command: Command, context: CommandContext): void {
  command.usage("SUBCOMMAND [options]").addHelpText(
    "after",
    `
A dataset is a folder of videos with labels, in the layout in which it was
published or with a table of labels; "datasets layouts" lists them. Folders
under datasets/ can be given by name. "datasets inspect" says how a folder is
read, and what is missing or doubtful in it, before anything runs.

Examples:
  deno task datasets list
  deno task datasets layouts
  deno task datasets inspect ~/videos/dfdc
  deno task datasets verify ~/videos/dfdc
  deno task datasets build demo`,
  );
  const { terminal } = context;
  addFlags(command.command("list").description("list the datasets under datasets/"), QUIET_FLAGS)
    .action(async () => {
      for (const line of await listing()) terminal.print(line);
      context.finish(0);
    });
  addFlags(
    command.command("build").argument("<NAME>", "name of the dataset: demo")
      .description("build a dataset again"),
    QUIET_FLAGS,
  ).action(async (name: string) => context.finish(await build(name, context)));
  const verifying = command.command("verify")
    .argument("<NAME|PATH>", PLACE)
    .description("check that every listed video exists and can be opened");
  addFlags(verifying, VERIFY_FLAGS).action(async (name: string) => {
    const flags = readFlags(verifying, VERIFY_FLAGS);
    context.finish(await verify(name, { options: datasetOptions(flags), context }));
  });
  addFlags(
    command.command("layouts").description("list how labels and videos may lie in a folder"),
    QUIET_FLAGS,
  ).action(() => {
    terminal.print(layoutsText(terminal.width));
    context.finish(0);
  });
  defineInspect(command, context);
}

function defineInspect(command: Command, context: CommandContext): void {
  const inspect = command.command("inspect").argument("<NAME|PATH>", PLACE)
    .description("show layout, labels, splits, groups, tags, and what is missing or doubtful");
  addFlags(inspect, INSPECT_FLAGS).addHelpText(
    "after",
    `
Reads names, labels and sizes; of files of equal size the first and last 64 kB.
Opens no video. docs/inspect.md describes the fields of --json.

Examples:
  deno task datasets inspect demo
  deno task datasets inspect ~/videos/ff++ --where compression=c23 --json`,
  ).action(async (place: string) => {
    await inspectDataset(place, readFlags(inspect, INSPECT_FLAGS), context);
    context.finish(0);
  });
}

async function listing(): Promise<string[]> {
  const names = await readdir(FOLDERS.datasets).catch(() => []);
  const lines = await Promise.all(
    names.sort().map(async (name) => {
      try {
        const dataset = await openDataset(name, { datasetsFolder: FOLDERS.datasets });
        return `${name}: ${countsOf(dataset)}`;
      } catch (error) {
        if (!(error instanceof AssayError)) throw error;
        return `${name}: ${error.message}`;
      }
    }),
  );
  return lines.length > 0 ? lines : ["no datasets yet; run `deno task setup`"];
}

function countsOf({ videos, missing, layout }: Dataset): string {
  const count = (label: string | null) => videos.filter((video) => video.label === label).length;
  const splits = [...new Set(videos.map(({ split }) => split))].filter((split) => split !== null);
  const split = splits.length > 0 ? `; splits ${splits.sort().join(", ")}` : "";
  const groups = new Set(videos.map(({ group }) => group)).size;
  const tags = [...new Set(videos.flatMap((video) => Object.keys(video.tags)))].sort();
  const tagged = tags.length > 0 ? `; tags ${tags.join(", ")}` : "";
  const lost = missing.length > 0 ? `; ${counted(missing.length, "listed video")} missing` : "";
  const unlabelled = count(null) > 0 ? `, ${count(null)} without label` : "";
  return `${counted(videos.length, "video")} (${layout}): ${count("REAL")} REAL, ${
    count("FAKE")
  } FAKE` +
    `${unlabelled}; ${counted(groups, "group")}${split}${tagged}${lost}`;
}

async function build(name: string, { terminal }: CommandContext): Promise<ExitCode> {
  if (name !== "demo") {
    throw wrongUse(`dataset "${name}" cannot be built`, suggestName(name, ["demo"]));
  }
  const { tools, mtcnn, demoDataset } = setupSteps((text) => terminal.note(text));
  for (const step of [tools, mtcnn]) if (!await step.isDone()) await step.run();
  await demoDataset.run();
  terminal.print("built datasets/demo");
  return 0;
}

/** Opens every video of a dataset. For a dataset built on this machine, checks the files' hashes too. */
async function verify(
  name: string,
  { options, context: { terminal } }: {
    readonly options: OpenDatasetOptions;
    readonly context: CommandContext;
  },
): Promise<ExitCode> {
  const dataset = await openDataset(name, options);
  const faults = dataset.missing.map((id) => `${JSON.stringify(id)}: listed, but missing`);
  const hashed: HashedVideo[] = [];
  for (const [i, video] of dataset.videos.entries()) {
    const { id, source } = video;
    terminal.progress(`verifying ${i + 1}/${dataset.videos.length}`);
    hashed.push({ ...video, contentHash: await sha256Clip(source).catch(() => null) });
    try {
      const { frameCount, packetCount = frameCount } = await probeVideo(source);
      if (packetCount <= 0) faults.push(`${JSON.stringify(id)}: has no frames`);
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      faults.push(`${JSON.stringify(id)}: ${error.code}: ${error.what}`);
    }
  }
  for (const fault of await changedFiles(dataset.folder)) faults.push(fault);
  for (const fault of faults) terminal.warn(fault);
  terminal.print(`${dataset.name}: ${countsOf(dataset)}; digest ${datasetDigest(hashed)}`);
  return faults.length > 0 ? 3 : 0;
}

/** Compares the files of a dataset built on this machine with the hashes recorded when it was built. */
async function changedFiles(folder: string): Promise<string[]> {
  const built = await readBuilt(resolve(folder));
  const faults: string[] = [];
  for (const [name, hash] of Object.entries(built?.files ?? {})) {
    const found = await sha256File(join(folder, name)).catch(() => null);
    if (found !== hash) faults.push(`${JSON.stringify(name)}: changed since it was built`);
  }
  return faults;
}
