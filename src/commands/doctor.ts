import type { Command } from "commander";
import { join } from "node:path";
import {
  type CatalogueEntry,
  readCatalogue,
  verifiedHash,
} from "../stages/classifiers/catalogue.ts";
import { counted } from "../base/text/counted.ts";
import { AssayError, type ExitCode } from "../records/errors.ts";
import {
  findTool,
  measureStartTime,
  NPM_BUILD,
  readToolVersion,
  type ToolName,
} from "../platform/ffmpeg/ffmpeg_tools.ts";
import { builtFilesAreIntact, readBuilt } from "../platform/files/built_record.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";
import { OnnxSession, warmRuntime } from "../platform/onnxruntime/onnx_session.ts";
import { hasCudaProvider, ONNX_RUNTIME_VERSION } from "../platform/onnxruntime/provider.ts";
import { findCudaLibraries } from "../platform/onnxruntime/cuda_libraries.ts";
import { openDataset } from "../datasets/open_dataset.ts";
import type { CommandContext } from "./command.ts";
import { FOLDERS } from "../evaluation/folders.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import { PRINT_FLAGS } from "./flags/flag_table.ts";
import { largest } from "../base/numeric/extremes.ts";
import { setupSteps } from "./setup/steps.ts";

/** Start-up time above which a program is reported as slow, milliseconds. */
const SLOW_START_MS = 50;

export function define(command: Command, context: CommandContext): void {
  addFlags(command, PRINT_FLAGS)
    .addHelpText(
      "after",
      `
Exit codes: 0 \`deno task eval\` can run on this machine; 3 it cannot.

Example:
  deno task doctor`,
    )
    .action(async () => context.finish(await examine(readFlags(command, PRINT_FLAGS), context)));
}

/** One line of the doctor's output. */
interface Finding {
  readonly what: string;
  readonly state: "ok" | "missing" | "optional";
  readonly detail: string;
}

async function examine(
  { json }: { readonly json: boolean },
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const findings = [
    ...machine(),
    await ffmpegFinding("ffmpeg"),
    await ffmpegFinding("ffprobe"),
    await cpuFinding(),
    await cudaFinding(),
    await mtcnnFinding(),
    ...await modelFindings(),
    await datasetFinding(),
  ];
  if (json) terminal.print(JSON.stringify(findings, null, 2));
  else for (const finding of findings) terminal.print(lineOf(finding, widthOf(findings)));
  const lacks = findings.some(({ state }) => state === "missing");
  if (!json) terminal.print(lacks ? "\neval cannot run yet" : "\neval can run");
  return lacks ? 3 : 0;
}

function lineOf({ what, state, detail }: Finding, width: number): string {
  const mark = { ok: "ok", missing: "MISSING", optional: "-" }[state];
  return `${mark.padEnd(9)}${what.padEnd(width)}  ${detail}`;
}

function widthOf(findings: readonly Finding[]): number {
  return largest(findings.map(({ what }) => what.length));
}

function machine(): Finding[] {
  const { os, architecture, cpu, cores, memory, freeMemory, freeDisk } = readHostFacts();
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const room = freeDisk === null
    ? []
    : [{ what: "disk", state: "ok" as const, detail: `${gigabytes(freeDisk)} free` }];
  return [
    { what: "Deno", state: "ok", detail: `${Deno.version.deno} on ${os} ${architecture}` },
    { what: "processor", state: "ok", detail: `${cpu}, ${counted(cores, "core")}` },
    {
      what: "memory",
      state: "ok",
      detail: `${gigabytes(memory)}, ${gigabytes(freeMemory)} free`,
    },
    ...room,
  ];
}

async function ffmpegFinding(name: ToolName): Promise<Finding> {
  const setUp = "run `deno task setup`";
  try {
    const location = await findTool(name);
    if (location === null) return { what: name, state: "missing", detail: `not found; ${setUp}` };
    const { version } = await readToolVersion(name);
    const from = { environment: "environment", path: "PATH", package: "npm" }[location.source];
    const start = slowStart(name, await measureStartTime(name));
    return {
      what: name,
      state: "ok",
      detail: `${version}, from ${from}: ${location.path}${start}`,
    };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { what: name, state: "missing", detail: `${error.what} ${error.remedy}` };
  }
}

/** Describes a slow start: a build that loads hundreds of libraries starts more slowly than a clip decodes. */
function slowStart(name: ToolName, milliseconds: number): string {
  if (milliseconds < SLOW_START_MS) return "";
  const variable = `ASSAY_${name.toUpperCase()}`;
  return `; slow to start (${
    milliseconds.toFixed(0)
  } ms; set ${variable}=${NPM_BUILD} for a faster build)`;
}

/** Tests whether ONNX Runtime loads. */
async function cpuFinding(): Promise<Finding> {
  const what = "ONNX Runtime";
  try {
    await warmRuntime();
    return { what, state: "ok", detail: `${ONNX_RUNTIME_VERSION}, CPU provider` };
  } catch (error) {
    const detail = error instanceof AssayError ? `${error.what} ${error.remedy}` : String(error);
    return { what, state: "missing", detail };
  }
}

async function cudaFinding(): Promise<Finding> {
  const what = "CUDA provider";
  const lack = (detail: string): Finding => ({ what, state: "optional", detail });
  const { driver, missing } = await findCudaLibraries();
  if (!driver) return lack("no NVIDIA driver; networks run on the CPU");
  if (!await hasCudaProvider()) return lack("not installed; run `deno task cuda`");
  if (missing.length > 0) {
    return lack(
      `libraries not found: ${
        missing.join(", ")
      }; add their folders to ldconfig's configuration, or to LD_LIBRARY_PATH`,
    );
  }
  try {
    await openCudaProbe();
    return { what, state: "ok", detail: "loads" };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return lack(error.what);
  }
}

async function openCudaProbe(): Promise<void> {
  const path = join(FOLDERS.mtcnn, "rnet.onnx");
  const session = await OnnxSession.open(path, { provider: "cuda", threads: 1 });
  await session.release();
}

async function mtcnnFinding(): Promise<Finding> {
  const what = "MTCNN";
  if (await setupSteps(() => {}).mtcnn.isDone()) {
    return { what, state: "ok", detail: "its networks" };
  }
  return { what, state: "missing", detail: "networks missing or changed; run `deno task setup`" };
}

/** Lists the demo classifier, every other installed model, and in one line those that can be fetched. */
async function modelFindings(): Promise<Finding[]> {
  const broken: Finding[] = [];
  const entries = await readCatalogue(FOLDERS.models, (name, { message }) => {
    const state = name === "demo" ? "missing" : "optional";
    broken.push({ what: `model ${name}`, state, detail: message });
  });
  const shown = entries.filter(({ card, present }) => card.name === "demo" || present.length > 0);
  const findings = [
    ...await Promise.all(shown.map(modelFinding)),
    ...broken,
  ];
  const absent = entries.filter((entry) => !shown.includes(entry)).map(({ card }) => card.name);
  if (absent.length === 0) return findings;
  const detail = `not installed: ${absent.join(", ")}; run \`deno task models fetch NAME\``;
  return [...findings, { what: "other models", state: "optional", detail }];
}

async function modelFinding(entry: CatalogueEntry): Promise<Finding> {
  const { card: { name }, present } = entry;
  const what = `model ${name}`;
  const isDemo = name === "demo";
  if (present.length === 0) return { what, state: "missing", detail: "run `deno task setup`" };
  for (const precision of present) {
    const fault = await verifiedHash(entry, precision).then(() => null, (error) => error);
    if (fault === null) continue;
    if (!(fault instanceof AssayError)) throw fault;
    const state = isDemo ? "missing" : "optional";
    return { what, state, detail: `${fault.what} ${fault.remedy}` };
  }
  return { what, state: "ok", detail: present.join(", ") };
}

/** Checks the demo dataset. Set-up does not rebuild it: labels and videos may have been changed on purpose. */
async function datasetFinding(): Promise<Finding> {
  const what = "dataset demo";
  const again = "`deno task datasets build demo` builds it again";
  const built = await readBuilt(FOLDERS.demoDataset);
  if (built === null) return { what, state: "missing", detail: "run `deno task setup`" };
  try {
    const { videos, missing } = await openDataset("demo", { datasetsFolder: FOLDERS.datasets });
    const found = counted(videos.length, "video");
    if (await builtFilesAreIntact(FOLDERS.demoDataset, built)) {
      return { what, state: "ok", detail: found };
    }
    const usable = missing.length === 0 && videos.every(({ label }) => label !== null);
    const state = usable ? "optional" : "missing";
    return { what, state, detail: `${found}; changed since it was built; ${again}` };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { what, state: "missing", detail: `${error.what} ${again}` };
  }
}
