import { basename, delimiter, dirname, join, resolve } from "node:path";
import { toolError, usageError } from "../../records/errors.ts";
import { systemClock } from "../host/clock.ts";
import { DEFAULT_PATIENCE } from "../host/countdown.ts";
import { fetchPackageFile, findPackageFile } from "../packages/package_store.ts";
import { PACKAGES } from "../packages/packages.ts";
import { binFolder } from "../files/project.ts";
import { runTool } from "../host/tool_process.ts";
import { smallest } from "../../base/numeric/extremes.ts";

export const TOOLS = ["ffmpeg", "ffprobe"] as const;
export type ToolName = (typeof TOOLS)[number];

/** Value of `ASSAY_FFMPEG` and `ASSAY_FFPROBE` that selects npm's build, even where another is on PATH. */
export const NPM_BUILD = "npm";

/** Origin of a tool: named by `ASSAY_FFMPEG` or `ASSAY_FFPROBE`, found on PATH, or fetched from npm. */
export type ToolSource = "environment" | "path" | "package";

export interface ToolLocation {
  /** Absolute path of the program. */
  readonly path: string;
  readonly source: ToolSource;
}

export type ToolLocations = Readonly<Record<ToolName, ToolLocation>>;

/** The build of a tool. */
export interface ToolVersion {
  /** Version as the tool prints it, such as `5.1.9-0+deb12u1`. */
  readonly version: string;
  /** Full output of `-version`: version, compiler, configuration and libraries. */
  readonly build: string;
}

export interface SearchOptions {
  /** The folder for derived state that holds fetched packages; default `assayHome()`. */
  readonly home?: string;
  /** Looks up `ASSAY_FFMPEG`, `ASSAY_FFPROBE` and `PATH`; default: the process's environment. */
  readonly variable?: (name: string) => string | undefined;
}

export interface LinkOptions extends SearchOptions {
  /** Called with a message before a package is fetched. */
  readonly onFetch?: (message: string) => void;
  /** Folder of the links; default `binFolder()`. */
  readonly folder?: string;
}

/** Returns the absolute path of the link to ffmpeg, which may not exist yet. */
export function ffmpegPath(): string {
  return join(binFolder(), "ffmpeg");
}

/** Returns the absolute path of the link to ffprobe, which may not exist yet. */
export function ffprobePath(): string {
  return join(binFolder(), "ffprobe");
}

/**
 * Creates or repairs the links to ffmpeg and ffprobe, and fetches the tools that are missing. Starts no
 * program, and takes a few milliseconds when the links are correct.
 * @throws AssayError (exit 2) when `ASSAY_FFMPEG` or `ASSAY_FFPROBE` is not the path of a program; (exit 3)
 * when the package cannot be fetched; (exit 4) when there is no build for this machine
 */
export async function linkTools(
  options: LinkOptions = {},
): Promise<ToolLocations> {
  const folder = options.folder ?? binFolder();
  const locateTool = async (name: ToolName) => {
    const location = await findTool(name, options) ?? await fetchTool(name, options);
    if (location.source === "package") await makeRunnable(location.path);
    return location;
  };
  const tools = { ffmpeg: await locateTool("ffmpeg"), ffprobe: await locateTool("ffprobe") };
  if (!await areLinked(tools, folder)) await linkAll(tools, folder);
  return tools;
}

/** Tells whether the links in `folder` point to these programs. */
export async function areLinked(tools: ToolLocations, folder: string): Promise<boolean> {
  for (const name of TOOLS) {
    const link = await Deno.readLink(join(folder, name)).catch(() => null);
    if (link !== tools[name].path) return false;
  }
  return true;
}

/**
 * Creates the links in a new folder and points `folder` to it in one step. (Deno refuses to rename or remove a
 * path that is listed under `run` of a permission set, so the links themselves cannot be replaced one by one.)
 */
async function linkAll(tools: ToolLocations, folder: string): Promise<void> {
  const fresh = `${folder}.${crypto.randomUUID()}`;
  const links = `${fresh}.links`;
  const before = await Deno.readLink(folder).catch(() => null);
  await Deno.mkdir(links, { recursive: true });
  try {
    for (const name of TOOLS) await Deno.symlink(tools[name].path, join(links, name));
    await Deno.symlink(basename(links), fresh);
    if (before === null) await moveAside(folder);
    await Deno.rename(fresh, folder);
  } catch (error) {
    await Deno.remove(fresh).catch(() => {});
    await Deno.remove(links, { recursive: true });
    throw error;
  }
  if (before === null) return;
  // Another process that replaced the same folder may have removed it first.
  await Deno.remove(join(dirname(folder), before), { recursive: true }).catch(() => {});
}

/** Moves aside a real folder that stands where the link belongs. */
async function moveAside(folder: string): Promise<void> {
  const aside = `${folder}.${crypto.randomUUID()}.old`;
  const moved = await Deno.rename(folder, aside).then(() => true, () => false);
  if (moved) await Deno.remove(aside, { recursive: true });
}

/**
 * Finds a tool without fetching it.
 * @returns `null` when the tool is not on this machine
 * @throws AssayError (exit 2) when the environment variable is not the path of a program
 */
export async function findTool(
  name: ToolName,
  { home, variable = (key) => Deno.env.get(key) }: SearchOptions = {},
): Promise<ToolLocation | null> {
  const key = `ASSAY_${name.toUpperCase()}`;
  const named = variable(key);
  if (named === NPM_BUILD) return await findStoredTool(name, home);
  if (named) {
    if (await isProgram(resolve(named))) return { path: resolve(named), source: "environment" };
    throw usageError("TOOL_NOT_A_PROGRAM", {
      what: `${key} is not the path of an executable file`,
      remedy: `Set it to the path of ${name} or to "${NPM_BUILD}", or unset it`,
    });
  }
  const onPath = await searchPath(name, variable("PATH") ?? "");
  if (onPath !== null) return { path: onPath, source: "path" };
  return await findStoredTool(name, home);
}

async function findStoredTool(name: ToolName, home?: string): Promise<ToolLocation | null> {
  const path = await findPackageFile(PACKAGES[name], name, home);
  return path === null ? null : { path, source: "package" };
}

/**
 * Reads the versions of the linked tools.
 * @throws AssayError (exit 4) when a tool is missing or prints no version
 */
export async function readToolVersions(): Promise<Readonly<Record<ToolName, ToolVersion>>> {
  const [ffmpeg, ffprobe] = await Promise.all([
    readToolVersion("ffmpeg"),
    readToolVersion("ffprobe"),
  ]);
  return { ffmpeg, ffprobe };
}

/** Measures how long a linked tool takes to start and end, milliseconds: the shorter of two tries. */
export async function measureStartTime(name: ToolName): Promise<number> {
  const tries: number[] = [];
  for (let i = 0; i < 2; i++) {
    const start = systemClock.now();
    await readToolVersion(name);
    tries.push(systemClock.now() - start);
  }
  return smallest(tries);
}

/** Reads the version of a linked tool. @throws AssayError (exit 4) when it is missing or prints no version */
export async function readToolVersion(name: ToolName): Promise<ToolVersion> {
  const { stdout, stderr } = await runTool(join(binFolder(), name), ["-version"], {
    patience: DEFAULT_PATIENCE,
  });
  const version = new RegExp(`^${name} version (\\S+)`).exec(stdout)?.[1];
  if (version !== undefined) return { version, build: stdout.trim() };
  throw toolError("TOOL_BROKEN", {
    what: `${name} printed no version, so it may be a different program`,
    remedy: ownProgramRemedy(name),
    cause: stderr,
  });
}

/** The remedy for a linked tool that does not work. npm's build is verified each time, so it is the user's own. */
function ownProgramRemedy(name: ToolName): string {
  const variable = `ASSAY_${name.toUpperCase()}`;
  return `Set ${variable} to the path of ${name}, or to "${NPM_BUILD}" for npm's build, then run \`deno task setup\``;
}

async function searchPath(name: ToolName, folders: string): Promise<string | null> {
  for (const entry of folders.split(delimiter)) {
    const folder = resolve(entry);
    if (entry === "" || folder === binFolder()) continue; // the links of Assay must not point to themselves
    if (await isProgram(join(folder, name))) return join(folder, name);
  }
  return null;
}

async function fetchTool(name: ToolName, { home, onFetch }: LinkOptions): Promise<ToolLocation> {
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") {
    throw toolError("TOOL_MISSING", {
      what: `npm has no build of ${name} for this machine`,
      remedy:
        `Install ${name} (for example with the system's package manager), or set ASSAY_${name.toUpperCase()} to its path`,
    });
  }
  const path = await fetchPackageFile({ ...PACKAGES[name], file: name }, { home, onFetch });
  return { path, source: "package" };
}

/** Sets the executable bit, which not all of npm's packages do. */
async function makeRunnable(path: string): Promise<void> {
  if (!await isProgram(path)) await Deno.chmod(path, 0o755);
}

/** Whether a path is that of an executable file. */
export async function isProgram(path: string): Promise<boolean> {
  const info = await Deno.stat(path).catch(() => null);
  return info !== null && info.isFile && ((info.mode ?? 0) & 0o111) !== 0;
}
