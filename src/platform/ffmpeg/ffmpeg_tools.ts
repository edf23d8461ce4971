import { basename, delimiter, dirname, join, resolve } from "node:path";
import { toolError, usageError } from "../../records/errors.ts";
import { systemClock } from "../host/clock.ts";
import { packageFile, storedPackageFile } from "../packages/package_store.ts";
import { PACKAGES } from "../packages/packages.ts";
import { binFolder } from "../files/project.ts";
import { runTool } from "../host/tool_process.ts";

export const TOOLS = ["ffmpeg", "ffprobe"] as const;
export type ToolName = (typeof TOOLS)[number];

/** What `ASSAY_FFMPEG` and `ASSAY_FFPROBE` may say instead of a path: npm's build, whatever is on PATH. */
export const NPM_BUILD = "npm";

/** Where a tool was found: named by `ASSAY_FFMPEG` or `ASSAY_FFPROBE`, on PATH, or fetched from npm. */
export type ToolSource = "environment" | "path" | "package";

export interface ToolLocation {
  /** Absolute path of the program. */
  readonly path: string;
  readonly source: ToolSource;
}

export type ToolLocations = Readonly<Record<ToolName, ToolLocation>>;

/** Which build of a tool runs. */
export interface ToolVersion {
  /** As the tool says it, such as `5.1.9-0+deb12u1`. */
  readonly version: string;
  /** All it says of itself: version, compiler, configuration and libraries. */
  readonly build: string;
}

export interface SearchOptions {
  /** The folder for derived state that holds fetched packages; default `assayHome()`. */
  readonly home?: string;
  /** Looks up `ASSAY_FFMPEG`, `ASSAY_FFPROBE` and `PATH`; default: in the process's environment. */
  readonly variable?: (name: string) => string | undefined;
}

export interface LinkOptions extends SearchOptions {
  /** Told before a package is fetched. */
  readonly onFetch?: (message: string) => void;
  /** The folder that the links lie in; default `binFolder()`. */
  readonly folder?: string;
}

/** Absolute path of the link to ffmpeg, whether it is there or not. */
export function ffmpegPath(): string {
  return join(binFolder(), "ffmpeg");
}

/** Absolute path of the link to ffprobe, whether it is there or not. */
export function ffprobePath(): string {
  return join(binFolder(), "ffprobe");
}

/**
 * Makes or mends the links to ffmpeg and ffprobe, fetching what the machine lacks. Starts no program, and
 * takes a few milliseconds when the links are right already.
 * @throws AssayError exit code 2 when `ASSAY_FFMPEG` or `ASSAY_FFPROBE` names no program; 3 when the package
 * cannot be fetched; 4 when there is no build for this machine.
 */
export async function linkTools(
  options: LinkOptions = {},
): Promise<ToolLocations> {
  const folder = options.folder ?? binFolder();
  const located = async (name: ToolName) => {
    const location = await findTool(name, options) ?? await fetchTool(name, options);
    if (location.source === "package") await makeRunnable(location.path);
    return location;
  };
  const tools = { ffmpeg: await located("ffmpeg"), ffprobe: await located("ffprobe") };
  if (!await areLinked(tools, folder)) await linkAll(tools, folder);
  return tools;
}

/** Whether the links in `folder` point to these programs. */
export async function areLinked(tools: ToolLocations, folder: string): Promise<boolean> {
  for (const name of TOOLS) {
    const link = await Deno.readLink(join(folder, name)).catch(() => null);
    if (link !== tools[name].path) return false;
  }
  return true;
}

/**
 * Makes the links in a new folder and points `folder` to it in one step. (Deno lets nobody rename or remove
 * a path that `run` of a permission set names, so that the links themselves cannot be replaced one by one.)
 */
async function linkAll(tools: ToolLocations, folder: string): Promise<void> {
  const fresh = `${folder}.${crypto.randomUUID()}`;
  const links = `${fresh}.links`;
  const before = await Deno.readLink(folder).catch(() => null);
  await Deno.mkdir(links, { recursive: true });
  try {
    for (const name of TOOLS) await Deno.symlink(tools[name].path, join(links, name));
    await Deno.symlink(basename(links), fresh);
    if (before === null) await makeWay(folder);
    await Deno.rename(fresh, folder);
  } catch (error) {
    await Deno.remove(fresh).catch(() => {});
    await Deno.remove(links, { recursive: true });
    throw error;
  }
  if (before === null) return;
  // Another process may have been quicker to remove what both replaced.
  await Deno.remove(join(dirname(folder), before), { recursive: true }).catch(() => {});
}

/** Moves a folder of that name, which is no link, out of the way. */
async function makeWay(folder: string): Promise<void> {
  const aside = `${folder}.${crypto.randomUUID()}.old`;
  const moved = await Deno.rename(folder, aside).then(() => true, () => false);
  if (moved) await Deno.remove(aside, { recursive: true });
}

/**
 * Where a tool is, without fetching; `null`: nowhere.
 * @throws AssayError (exit code 2) when the environment names something that is no program.
 */
export async function findTool(
  name: ToolName,
  { home, variable = (key) => Deno.env.get(key) }: SearchOptions = {},
): Promise<ToolLocation | null> {
  const key = `ASSAY_${name.toUpperCase()}`;
  const named = variable(key);
  if (named === NPM_BUILD) return await storedTool(name, home);
  if (named) {
    if (await isProgram(resolve(named))) return { path: resolve(named), source: "environment" };
    throw usageError("TOOL_NOT_A_PROGRAM", {
      what: `${key} names no program that can be run`,
      remedy: `Set it to the path of ${name} or to "${NPM_BUILD}", or unset it`,
    });
  }
  const onPath = await searchPath(name, variable("PATH") ?? "");
  if (onPath !== null) return { path: onPath, source: "path" };
  return await storedTool(name, home);
}

async function storedTool(name: ToolName, home?: string): Promise<ToolLocation | null> {
  const path = await storedPackageFile(PACKAGES[name], name, home);
  return path === null ? null : { path, source: "package" };
}

/**
 * The versions of the linked tools.
 * @throws AssayError (exit code 4) when one is missing or does not say its version.
 */
export async function toolVersions(): Promise<Readonly<Record<ToolName, ToolVersion>>> {
  const [ffmpeg, ffprobe] = await Promise.all([versionOf("ffmpeg"), versionOf("ffprobe")]);
  return { ffmpeg, ffprobe };
}

/** How long a linked tool takes to start and end, milliseconds: the shorter of two tries. */
export async function startMilliseconds(name: ToolName): Promise<number> {
  const tries: number[] = [];
  for (let i = 0; i < 2; i++) {
    const start = systemClock.now();
    await versionOf(name);
    tries.push(systemClock.now() - start);
  }
  return Math.min(...tries);
}

async function versionOf(name: ToolName): Promise<ToolVersion> {
  const { stdout, stderr } = await runTool(join(binFolder(), name), ["-version"]);
  const version = new RegExp(`^${name} version (\\S+)`).exec(stdout)?.[1];
  if (version !== undefined) return { version, build: stdout.trim() };
  throw toolError("TOOL_BROKEN", {
    what: `${name} does not say its version, so it may be another program`,
    remedy: `Set ASSAY_${name.toUpperCase()} to the path of ${name}, then run \`deno task setup\``,
    cause: stderr,
  });
}

async function searchPath(name: ToolName, folders: string): Promise<string | null> {
  for (const entry of folders.split(delimiter)) {
    const folder = resolve(entry);
    if (entry === "" || folder === binFolder()) continue; // our own link must not point to itself
    if (await isProgram(join(folder, name))) return join(folder, name);
  }
  return null;
}

async function fetchTool(name: ToolName, { home, onFetch }: LinkOptions): Promise<ToolLocation> {
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") {
    throw toolError("TOOL_MISSING", {
      what: `npm has no build of ${name} for this machine`,
      remedy: `Install ${name} on PATH, or set ASSAY_${name.toUpperCase()} to its path`,
    });
  }
  const path = await packageFile({ ...PACKAGES[name], file: name }, { home, onFetch });
  return { path, source: "package" };
}

/** npm's packages do not all ship their program with the right to be run. */
async function makeRunnable(path: string): Promise<void> {
  if (!await isProgram(path)) await Deno.chmod(path, 0o755);
}

async function isProgram(path: string): Promise<boolean> {
  const info = await Deno.stat(path).catch(() => null);
  return info !== null && info.isFile && ((info.mode ?? 0) & 0o111) !== 0;
}
