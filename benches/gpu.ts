import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeAtomically } from "../src/runs/atomic_writer.ts";
import { toolVersions } from "../src/runtime/ffmpeg_tools.ts";
import { gpuFacts } from "../src/runtime/gpu_facts.ts";
import { projectRoot } from "../src/runtime/project.ts";
import { BATCHES } from "../tests/gpu/throughput.ts";
import { gpuParts, type Part, type PartOptions } from "./gpu/parts.ts";
import { gpuReport } from "./gpu/report.ts";
import type { GpuPart } from "./gpu/result.ts";

// deno run -A benches/gpu.ts
// Measures Assay on a GPU, unattended: docs/gpu.md says how. Without --part, every part that has no whole result yet
// is run in a process of its own, and one that fails or takes too long keeps none of the others from running.

const { values: flags } = parseArgs({
  options: {
    out: { type: "string", default: join(projectRoot(), "reports", "gpu") },
    part: { type: "string" },
    list: { type: "boolean", default: false },
    provider: { type: "string", default: "cuda" },
    model: { type: "string", default: "efficientnet-b7" },
    batches: { type: "string", default: BATCHES.join() },
    workers: { type: "string", default: "1,2,4,8,16" },
    video: { type: "string" },
    videos: { type: "string" },
    seconds: { type: "string", default: "570" },
  },
});
const parts = gpuParts(counts(flags.workers));
const out = resolve(flags.out);
await Deno.mkdir(out, { recursive: true });
if (flags.list) console.log(parts.map(({ name }) => name).join("\n"));
else if (flags.part === undefined) await runAll();
else await runOne(flags.part);

/** Runs every part that is not done, each in its own process. */
async function runAll(): Promise<void> {
  const failed: string[] = [];
  for (const part of parts) {
    if ((await readPart(part.name))?.complete) continue;
    console.log(`\n== ${part.name}`);
    if (!await inOwnProcess(part)) failed.push(part.name);
  }
  console.log(`\n${join(out, "gpu.md")}`);
  if (failed.length === 0) return;
  console.error(`not measured to the end: ${failed.join(", ")}; run again to take them up`);
  Deno.exitCode = 1;
}

/** Whether it came to its end in time. TF32 can be switched off for a process only. */
async function inOwnProcess({ name, tf32 }: Part): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", import.meta.filename!, ...Deno.args, "--part", name],
    env: tf32 ? {} : { NVIDIA_TF32_OVERRIDE: "0" },
    signal: AbortSignal.timeout(Number(flags.seconds) * 1000),
  }).spawn().status;
  return success;
}

/** Runs one part here. Its result is on disk from the first number on. */
async function runOne(name: string): Promise<void> {
  const part = parts.find((one) => one.name === name);
  if (!part) throw new Error(`no part "${name}": ${parts.map((one) => one.name).join(", ")}`);
  if (part.tf32 === (Deno.env.get("NVIDIA_TF32_OVERRIDE") === "0")) {
    throw new Error(`set NVIDIA_TF32_OVERRIDE=0 for the parts of fp32, and unset it for others`);
  }
  const gpu = await gpuFacts();
  const facts = {
    part: name,
    device: gpu ? `${gpu.name}, driver ${gpu.driver}` : "no GPU that nvidia-smi knows",
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: navigator.hardwareConcurrency,
    ffmpeg: (await toolVersions()).ffmpeg.version,
    startedAt: new Date().toISOString(),
  };
  let last: GpuPart | null = null;
  for await (const measured of part.measure(partOptions())) {
    last = { ...facts, complete: false, measured };
    await save(last);
  }
  if (last) await save({ ...last, complete: true });
}

function partOptions(): PartOptions {
  return {
    provider: flags.provider === "cpu" ? "cpu" : "cuda",
    model: flags.model,
    batches: counts(flags.batches),
    video: flags.video === undefined ? null : resolve(flags.video),
    videos: flags.videos === undefined ? null : counts(flags.videos)[0],
    out,
  };
}

/** Writes a part's result, and the report of all. */
async function save(result: GpuPart): Promise<void> {
  writeAtomically(join(out, `${result.part}.json`), [JSON.stringify(result, null, 2)]);
  const found = await Promise.all(parts.map(({ name }) => readPart(name)));
  writeAtomically(join(out, "gpu.md"), [gpuReport(found.filter((one) => one !== null))]);
}

async function readPart(name: string): Promise<GpuPart | null> {
  const text = await Deno.readTextFile(join(out, `${name}.json`)).catch(() => null);
  return text === null ? null : JSON.parse(text);
}

function counts(text: string): number[] {
  const numbers = text.split(",").map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new Error(`"${text}" is no list of whole numbers`);
}
