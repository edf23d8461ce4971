import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { AssayError, inputError, usageError } from "../src/records/errors.ts";
import type { Dataset } from "../src/records/video.ts";
import { shuffled } from "../src/base/numeric/statistics/shuffled.ts";
import { writeAtomically } from "../src/platform/files/atomic_writer.ts";
import { readToolVersions } from "../src/platform/ffmpeg/ffmpeg_tools.ts";
import { projectRoot } from "../src/platform/files/project.ts";
import { openDataset } from "../src/datasets/open_dataset.ts";
import { requireGnuTime } from "./original/measured_process.ts";
import { writeMtcnnWeights } from "./original/mtcnn_weights.ts";
import { findPython } from "./original/python.ts";
import { originalReport } from "./original/report.ts";
import type { SideBySide } from "./original/result.ts";
import { subjects } from "./original/subjects.ts";

// deno run -A benches/original.ts --videos DIR [--videos DIR …]
// Measures Assay beside the original Python pipeline: benches/original/README.md says what that is. Each round runs
// every program once over every folder of videos, in random order.

const { values: flags } = parseArgs({
  options: {
    videos: { type: "string", multiple: true, default: [] },
    model: { type: "string", default: "efficientnet-b7" },
    rounds: { type: "string", default: "3" },
    workers: { type: "string", default: "1,2" },
    limit: { type: "string" },
    python: { type: "string" },
    out: { type: "string", default: join(projectRoot(), "reports", "original") },
  },
});

try {
  await sideBySide();
} catch (error) {
  if (!(error instanceof AssayError)) throw error;
  console.error(`error[${error.code}]: ${error.message}`);
  Deno.exitCode = error.exitCode;
}

/** Measures all rounds. What was measured is on disk after every run. */
async function sideBySide(): Promise<void> {
  const datasets = await videoFolders();
  await requireGnuTime();
  const { python, versions } = await findPython(flags.python);
  await putInPlace();
  const weights = await Deno.makeTempDir();
  try {
    await writeWeights(weights);
    const workers = whole(flags.workers);
    const programs = subjects({ python, weights, model: flags.model, workers });
    const pairs = datasets.flatMap((dataset) => programs.map((program) => ({ dataset, program })));
    let result = await facts(versions);
    for (let round = 1; round <= whole(flags.rounds)[0]!; round++) {
      const random = (bound: number) => Math.floor(Math.random() * bound);
      for (const { dataset, program } of shuffled(pairs.length, random).map((i) => pairs[i]!)) {
        console.error(`round ${round}: ${program.name}, ${dataset.folder}`);
        const measured = await program.measure(dataset);
        const run = { folder: dataset.folder, subject: program.name, round, ...measured };
        result = { ...result, runs: [...result.runs, run] };
        save(result);
      }
    }
    console.log(originalReport(result));
  } finally {
    await Deno.remove(weights, { recursive: true });
  }
}

/** The datasets named, with no more videos than asked for. */
async function videoFolders(): Promise<readonly Dataset[]> {
  if (flags.videos.length === 0) {
    throw usageError("USAGE", { what: "there are no videos", remedy: "Give --videos DIR" });
  }
  const most = flags.limit === undefined ? Infinity : whole(flags.limit)[0];
  const datasetsFolder = join(projectRoot(), "datasets");
  return await Promise.all(flags.videos.map(async (folder) => {
    const dataset = await openDataset(folder, { datasetsFolder });
    return { ...dataset, videos: dataset.videos.slice(0, most) };
  }));
}

/** What Assay's first run would fetch is there before anything is measured. */
async function putInPlace(): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "setup"],
    cwd: projectRoot(),
    stdout: "null",
  }).spawn().status;
  if (success) return;
  throw inputError("SETUP_FAILED", { what: "setup failed", remedy: "Run `deno task setup`" });
}

/** MTCNN's weights and the model's ONNX file, as the original reads them. */
async function writeWeights(folder: string): Promise<void> {
  const { model } = flags;
  const file = join(projectRoot(), "models", model, `${model}.onnx`);
  if (!await Deno.stat(file).then(() => true, () => false)) {
    throw inputError("MODEL_MISSING", {
      what: `${model} is not built`,
      remedy: `Run \`deno task models build ${model} --seed 1\``,
    });
  }
  await Deno.symlink(file, join(folder, "classifier.onnx"));
  await writeMtcnnWeights(folder);
}

async function facts(python: string): Promise<SideBySide> {
  const { ffmpeg } = await readToolVersions();
  return {
    command: ["deno", "run", "-A", "benches/original.ts", ...Deno.args],
    startedAt: new Date().toISOString(),
    machine: `${navigator.hardwareConcurrency} cores of ${cpus()[0]?.model.trim() ?? "unknown"}`,
    versions: `Deno ${Deno.version.deno}, ffmpeg ${ffmpeg.version}, ${python}`,
    model: flags.model,
    runs: [],
  };
}

function save(result: SideBySide): void {
  const out = resolve(flags.out);
  Deno.mkdirSync(out, { recursive: true });
  writeAtomically(join(out, "original.json"), [JSON.stringify(result, null, 2)]);
  writeAtomically(join(out, "original.md"), [originalReport(result)]);
}

function whole(text: string): number[] {
  const numbers = text.split(",").map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw usageError("USAGE", {
    what: `"${text}" is no whole number above 0`,
    remedy: "Give --rounds 3, --workers 1,2 or --limit 4",
  });
}
