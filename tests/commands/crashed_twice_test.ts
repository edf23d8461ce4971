import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { builtTest } from "../demo/small_demo.ts";
import { makeVideo } from "../platform/ffmpeg/made_video.ts";
import { type InterruptedWork, WORK_NOTE } from "../../src/runs/work_note.ts";
import { inFolder } from "./in_folder.ts";
import { assay, denoCommand } from "./run_assay.ts";

const CONFIG = {
  version: 1,
  model: "demo",
  provider: "cpu",
  variants: {
    all: { selection: "all", faceDetector: "whole_frame", detectorScale: 1, boxScale: 1 },
  },
};

/** Makes a long video and two short ones, with their labels. */
async function makeDataset(folder: string): Promise<void> {
  await makeVideo(folder, { name: "a.mp4", frames: 2000 });
  for (const name of ["b.mp4", "c.mp4"]) await makeVideo(folder, { name, frames: 3 });
  const labels = Object.fromEntries(
    ["a", "b", "c"].map((name) => [`${name}.mp4`, { label: "REAL", split: "test" }]),
  );
  writeFileSync(join(folder, "metadata.json"), JSON.stringify(labels));
}

/** Runs a command and kills it as soon as the run's note lists the long video as in progress. */
async function killOverIt(
  args: readonly string[],
  { note, isTime }: { readonly note: string; isTime(work: InterruptedWork): boolean },
): Promise<void> {
  const child = denoCommand("eval", ["main.ts", ...args]).spawn();
  const output = child.output();
  let over = false;
  output.finally(() => over = true);
  while (!existsSync(note) || !isTime(JSON.parse(readFileSync(note, "utf8")))) {
    ok(!over, "it ended before it was killed");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill("SIGKILL");
  equal((await output).signal, "SIGKILL");
}

builtTest(
  "a video over which the process dies twice, the second time alone, is a row until it is tried again",
  () =>
    inFolder(async (folder) => {
      await makeDataset(folder);
      const config = join(folder, "eval.jsonc");
      writeFileSync(config, JSON.stringify(CONFIG));
      const run = join(folder, "run");
      const note = join(run, WORK_NOTE);
      const args = ["eval", "--config", config, "--dataset", folder, "--cache", "off"];
      const begun = [...args, "--workers", "1"];
      const isTime = ({ together }: InterruptedWork) => together.includes("a.mp4");
      await killOverIt([...begun, "--out", run], { note, isTime });
      const again = [...begun, "--resume", run];
      await killOverIt(again, { note, isTime: ({ alone }) => alone === "a.mp4" });
      const { code, stderr } = await assay(again);
      equal(code, 0, stderr);
      match(stderr, /"a\.mp4": CRASHED_TWICE: /);
      const rows: { filename: string; status: string; error: string }[] = parse(
        readFileSync(join(run, "predictions.csv")),
        { columns: true },
      );
      same(rows.map(({ filename, status }) => [filename, status]), [
        ["a.mp4", "failed"],
        ["b.mp4", "ok"],
        ["c.mp4", "ok"],
      ]);
      match(rows[0]!.error, /^CRASHED_TWICE: /);
      ok(!existsSync(note), "nothing is in progress any more");
      const tried = await assay(["eval", "--resume", run]);
      equal(tried.code, 0, tried.stderr);
      match(tried.stderr, /"a\.mp4" was in progress when Assay died/);
      const fresh = await assay([...begun, "--out", join(folder, "fresh")]);
      equal(fresh.code, 0, fresh.stderr);
      const predictions = (name: string) => readFileSync(join(folder, name, "predictions.csv"));
      same(predictions("run"), predictions("fresh"), "kills change no number");
    }),
);
