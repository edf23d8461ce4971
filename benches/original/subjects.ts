import { join } from "node:path";
import type { Dataset } from "../../src/records/video.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { type Command, measuredProcess } from "./measured_process.ts";
import type { Measured } from "./result.ts";
import type { ClipSource } from "../../src/records/video.ts";

/** A program that scores all videos of a dataset. */
export interface Subject {
  readonly name: string;
  measure(dataset: Dataset): Promise<Measured & { readonly load: number }>;
}

export interface SubjectOptions {
  /** The Python that has the original's modules. */
  readonly python: string;
  /** Folder of the original's weights. */
  readonly weights: string;
  /** A name that Assay knows. */
  readonly model: string;
  /** Assay is measured once with each number. */
  readonly workers: readonly number[];
}

/** Keeps glibc from giving each tensor's memory back to the system, which then has to hand out and clear new pages. */
const TUNED_MALLOC = {
  MALLOC_MMAP_THRESHOLD_: String(2 ** 33),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 34),
};

export const ORIGINAL = "original";

/** The first is the one that others are compared with. */
export function subjects(options: SubjectOptions): readonly Subject[] {
  return [
    original(ORIGINAL, {}, options),
    original("original, malloc tuned", TUNED_MALLOC, options),
    ...options.workers.map((workers) => assay(workers, options)),
  ];
}

function original(
  name: string,
  env: Command["env"],
  { python, weights }: SubjectOptions,
): Subject {
  return {
    name,
    async measure({ videos }) {
      const { stdout, ...measured } = await measuredProcess({
        line: [
          python,
          join(projectRoot(), "benches", "original", "main.py"),
          ...["--weights", weights],
          ...videos.map(({ source }) => clipPath(source)),
        ],
        env: { ...env, PYTHONDONTWRITEBYTECODE: "1" },
        cwd: projectRoot(),
      });
      const lines = stdout.trim().split("\n").map((line) => JSON.parse(line));
      const scoreOf = new Map(lines.map(({ filename, score }) => [filename, score]));
      const scores = videos.map(({ id, source }) => [id, scoreOf.get(clipPath(source))]);
      return { ...measured, scores: Object.fromEntries(scores) };
    },
  };
}

function assay(workers: number, { model }: SubjectOptions): Subject {
  return {
    name: `Assay, ${workers} worker${workers === 1 ? "" : "s"}`,
    async measure({ folder, videos }) {
      const out = await Deno.makeTempDir();
      try {
        const { stdout: _, ...measured } = await measuredProcess({
          line: [
            ...[Deno.execPath(), "task", "--quiet", "eval", "--quiet"],
            ...["--dataset", folder, "--split", "all", "--limit", `first:${videos.length}`],
            "--allow-unlabelled",
            ...["--model", model, "--provider", "cpu", "--variant", "reference"],
            ...["--workers", String(workers), "--cache", "off", "--out", out],
          ],
          env: {},
          cwd: projectRoot(),
        });
        return { ...measured, scores: await predictions(join(out, "predictions.csv")) };
      } finally {
        await Deno.remove(out, { recursive: true });
      }
    },
  };
}

/** Each video's probability. Names with commas or quotes are not expected among benchmark videos. */
async function predictions(path: string): Promise<Record<string, number>> {
  const [head = [], ...rows] = (await Deno.readTextFile(path)).trim().split(/\r?\n/)
    .map((line) => line.split(","));
  const name = head.indexOf("filename"), probability = head.indexOf("probability");
  return Object.fromEntries(rows.map((row) => [row[name], Number(row[probability])]));
}

/** The path of a video's file; the original reads nothing else. */
function clipPath(source: ClipSource): string {
  if (source.kind === "file") return source.path;
  throw new RangeError("the original reads videos in files alone");
}
