import { Command } from "commander";
import { resolve } from "node:path";
import type { RunSource } from "../../evaluation/run_options.ts";
import { readStartedRun, resumeDiffers } from "../../evaluation/started_run.ts";
import { limitText, type VideoLimit } from "../../datasets/limit_videos.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import { AssayError, usageError } from "../../records/errors.ts";
import type { RunManifest } from "../../records/manifest.ts";
import { resumeCommand } from "../../runs/resume_command.ts";
import { latestUnfinishedRun } from "../../runs/run_folder.ts";
import { addFlags, givenFlags, readFlags } from "./command_flags.ts";
import type { FlagGroup, FlagValues } from "./flag.ts";
import { wrongUse } from "./usage.ts";

/** Flags that may be given again: they change no number, or the contents of what they name are compared. */
const REPEATABLE = [
  ...["workers", "cache", "quiet", "json", "verbose", "allowUnlabelled"],
  ...["config", "dataset", "root"],
];

/** Flags that apply to one invocation and are not part of the run. */
const PER_INVOCATION = ["resume", "out", "quiet", "json", "verbose", "repeatBaseline"];

/** The value in effect, from the manifest, of a flag that was left to the config or to a default. */
const SETTLED: Readonly<Record<string, (manifest: RunManifest) => unknown>> = {
  provider: ({ execution }) => execution.used,
  threads: ({ execution }) => execution.threadsPerSession,
  split: ({ dataset }) => dataset.split ?? "all",
  layout: ({ dataset }) => dataset.layout,
  // One that was given is compared as it was given: 5 and first:5 are different videos.
  limit: ({ dataset, command }) =>
    command.some((word) => word.startsWith("--limit")) ? null : dataset.videos,
  model: ({ variants }) => {
    const models = new Set(variants.map(({ parameters }) => JSON.stringify(parameters.model)));
    return models.size === 1 ? JSON.parse([...models].join("")) : null;
  },
  variant: ({ variants }) => variants.map(({ name }) => name),
};

/** The flags of a command and, where it resumes a run, the run. */
export interface RunCall<Group extends FlagGroup> {
  /** For a resumed run: the flags that it was started with, and those that may be given again. */
  readonly flags: FlagValues<Group>;
  /** `null`: a new run. */
  readonly source: RunSource | null;
  /** Names of the flags that were typed, now or when the run was started. */
  readonly given: readonly string[];
}

/**
 * Reads the flags of a command called with `--resume`: those that the run was started with, from its manifest.
 * @throws AssayError (exit 2) RESUME_DIFFERS for a flag whose value differs from the one at the start of the run, USAGE
 * for `--out` together with `--resume`
 */
export function readResumedFlags<Group extends FlagGroup>(
  command: Command,
  group: Group,
): RunCall<Group> {
  const typed = readFlags(command, group);
  const given = givenFlags(command);
  const { resume, dataset = [], root = null, config = null } = typed as ResumeValues;
  if (given.includes("out")) {
    throw wrongUse(
      "--out cannot be combined with --resume: a run is continued in its own folder",
      "Leave one of them out",
    );
  }
  const place = typeof resume === "string" ? resolve(resume) : newestRun();
  const manifest = readStartedRun(place);
  const name = command.name().split(" ").at(-1) ?? "";
  requireCommand(manifest, { name, place });
  const start = startFlags(manifest, group);
  for (const flag of given) requireSame(flag, { typed, start, manifest, command });
  const repeated = Object.fromEntries(
    Object.entries(typed).filter(([flag]) =>
      PER_INVOCATION.includes(flag) || (given.includes(flag) && REPEATABLE.includes(flag))
    ),
  );
  return {
    flags: { ...start.flags, ...repeated, resume: place },
    source: {
      folder: place,
      config: given.includes("config") ? config : null,
      datasets: dataset,
      root,
    },
    given: [...start.given.filter((flag) => !PER_INVOCATION.includes(flag)), ...given],
  };
}

/** Values of flags that say where things are; a command without a flag has none. */
interface ResumeValues {
  readonly resume: string | true | null;
  readonly dataset?: readonly string[];
  readonly root?: string | null;
  readonly config?: string | null;
}

function newestRun(): string {
  const folder = latestUnfinishedRun(FOLDERS.reports);
  if (folder !== null) return folder;
  throw usageError("NOTHING_TO_RESUME", {
    what: "there is no unfinished run under reports/",
    remedy: "Start one, or name its folder with --resume DIR",
  });
}

/** Requires the command that started the run: only it knows what to do after the last video. */
function requireCommand(
  { command }: RunManifest,
  { name, place }: { readonly name: string; readonly place: string },
): void {
  if (command[0] === name) return;
  throw usageError("RESUME_DIFFERS", {
    what: `the run was started by ${command[0] ?? "another command"}, not by ${name}`,
    remedy: `Run ${resumeCommand(place, command)} to resume it`,
  });
}

interface StartFlags<Group extends FlagGroup> {
  readonly flags: FlagValues<Group>;
  readonly given: readonly string[];
}

/** The flags that a run was started with. */
function startFlags<Group extends FlagGroup>(
  { command: [name, ...args] }: RunManifest,
  group: Group,
): StartFlags<Group> {
  const start = addFlags(new Command(name), group).argument("[PLACE...]").exitOverride()
    .configureOutput({ writeErr: () => {} });
  try {
    start.parse(args, { from: "user" });
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw resumeDiffers(
      `this version of Assay cannot read the command line that started the run: ${name}`,
    );
  }
  return { flags: readFlags(start, group), given: givenFlags(start) };
}

function requireSame<Group extends FlagGroup>(
  flag: string,
  { typed, start, manifest, command }: {
    readonly typed: FlagValues<Group>;
    readonly start: StartFlags<Group>;
    readonly manifest: RunManifest;
    readonly command: Command;
  },
): void {
  if (PER_INVOCATION.includes(flag) || REPEATABLE.includes(flag)) return;
  const now = shown(typed[flag]), then = shown(start.flags[flag]);
  if (now === then || now === shown(SETTLED[flag]?.(manifest))) return;
  const option = command.options.find((known) => known.attributeName() === flag);
  const name = option?.long ?? flag;
  throw resumeDiffers(
    start.given.includes(flag)
      ? `${name} is ${now} and was ${then} when the run was started`
      : `${name} is ${now}, and the run was started without it`,
  );
}

/** Formats a flag's value as it would be typed. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  if ("count" in value) return limitText(value as VideoLimit);
  return Object.values(value).join("=");
}
