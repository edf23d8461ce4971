import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeAtomically } from "../src/platform/files/atomic_writer.ts";
import { readToolVersions } from "../src/platform/ffmpeg/ffmpeg_tools.ts";
import { readGpuFacts } from "../src/platform/onnxruntime/gpu_facts.ts";
import { projectRoot } from "../src/platform/files/project.ts";
import { BATCHES } from "../tests/gpu/throughput.ts";
import { gpuParts, type Part, type PartOptions } from "./gpu/parts.ts";
import { gpuReport } from "./gpu/report.ts";
import type { GpuPart } from "./gpu/result.ts";
import { linkDecoder } from "./gpu/software_decoding.ts";

// deno run -A benches/gpu.ts
// Measures Assay on a GPU, unattended: docs/gpu.md says how. Without --part, every part that has no whole result yet
// is run in a process of its own, and one that fails or takes too long keeps none of the others from running.

/** Where a part's programs are ended before the part itself is, seconds. */
const GRACE = 5;

/** With less time than this left, no part is begun, seconds. */
const LEAST = 20;

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
    seconds: { type: "string" },
  },
});
const parts = gpuParts(counts(flags.workers));
const out = resolve(flags.out);
await Deno.mkdir(out, { recursive: true });
if (flags.list) console.log(parts.map(({ name }) => name).join("\n"));
else if (flags.part === undefined) await runAll();
else await runOne(flags.part);

/** Runs every part that is not done, each in its own process, as far as the time goes. */
async function runAll(): Promise<void> {
  const end = performance.now() + 1000 * (flags.seconds ? counts(flags.seconds)[0]! : Infinity);
  const unfinished: string[] = [];
  for (const part of parts) {
    if ((await readParts())[part.name]?.complete) continue;
    const seconds = Math.floor(Math.min(part.seconds, (end - performance.now()) / 1000));
    if (seconds >= LEAST) console.log(`\n== ${part.name}, at most ${seconds} s`);
    if (seconds < LEAST || !await inOwnProcess(part, seconds)) unfinished.push(part.name);
  }
  await linkDecoder("proven"); // a part that was ended may have left the other
  console.log(`\n${join(out, "gpu.md")}`);
  if (unfinished.length === 0) return;
  console.error(`not measured to the end: ${unfinished.join(", ")}; run again to take them up`);
  Deno.exitCode = 1;
}

/** Whether it came to its end in time. TF32 can be switched off for a process only. */
async function inOwnProcess({ name, tf32 }: Part, seconds: number): Promise<boolean> {
  const start = performance.now();
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      import.meta.filename!,
      ...Deno.args,
      "--part",
      name,
      "--seconds",
      `${seconds}`,
    ],
    env: tf32 ? {} : { NVIDIA_TF32_OVERRIDE: "0" },
    signal: AbortSignal.timeout(seconds * 1000),
  }).spawn().status;
  const took = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${success ? "done" : "ENDED EARLY"} after ${took} s`);
  return success;
}

/** Runs one part here. Its result is on disk from the first number on. */
async function runOne(name: string): Promise<void> {
  const part = parts.find((one) => one.name === name);
  if (!part) throw new Error(`no part "${name}": ${parts.map((one) => one.name).join(", ")}`);
  if (part.tf32 === (Deno.env.get("NVIDIA_TF32_OVERRIDE") === "0")) {
    throw new Error(`set NVIDIA_TF32_OVERRIDE=0 for the parts of fp32, and unset it for others`);
  }
  await linkDecoder(part.decoder);
  const gpu = await readGpuFacts();
  const facts = {
    part: name,
    device: gpu ? `${gpu.name}, driver ${gpu.driver}` : "no GPU that nvidia-smi knows",
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: navigator.hardwareConcurrency,
    ffmpeg: (await readToolVersions()).ffmpeg.version,
    startedAt: new Date().toISOString(),
  };
  let last: GpuPart | null = null;
  const seconds = flags.seconds ? counts(flags.seconds)[0]! : part.seconds;
  for await (const measured of part.measure(partOptions(seconds))) {
    last = { ...facts, complete: false, measured };
    await save(last);
  }
  if (last) await save({ ...last, complete: true });
  await linkDecoder("proven");
}

function partOptions(seconds: number): PartOptions {
  return {
    provider: flags.provider === "cpu" ? "cpu" : "cuda",
    model: flags.model,
    batches: counts(flags.batches),
    signal: AbortSignal.timeout(1000 * (seconds - GRACE)),
    video: flags.video === undefined ? null : resolve(flags.video),
    videos: flags.videos === undefined ? null : counts(flags.videos)[0]!,
    out,
  };
}

/** Writes a part's result among the others, and the report of all. */
async function save(result: GpuPart): Promise<void> {
  const all = { ...await readParts(), [result.part]: result };
  const found = parts.map(({ name }) => all[name]).filter((one) => one !== undefined);
  writeAtomically(join(out, "gpu.json"), [JSON.stringify(all, null, 2)]);
  writeAtomically(join(out, "gpu.md"), [gpuReport(found)]);
}

/** What was measured so far, by part. */
async function readParts(): Promise<Readonly<Record<string, GpuPart | undefined>>> {
  const text = await Deno.readTextFile(join(out, "gpu.json")).catch(() => null);
  return text === null ? {} : JSON.parse(text);
}

function counts(text: string): number[] {
  const numbers = text.split(",").map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new Error(`"${text}" is no list of whole numbers`);
}
