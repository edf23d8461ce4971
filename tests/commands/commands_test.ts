import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode } from "./run_assay.ts";

const demo = join(projectRoot(), "datasets", "demo");

/** Two clips of the demo, without labels, one of them in a folder below. */
function unlabelledVideos(folder: string): string {
  const videos = join(folder, "videos");
  mkdirSync(join(videos, "below"), { recursive: true });
  const [first, second] = readdirSync(demo).filter((name) => name.endsWith(".mp4"));
  copyFileSync(join(demo, first!), join(videos, "b.mp4"));
  copyFileSync(join(demo, second!), join(videos, "below", "a.mp4"));
  return videos;
}

Deno.test("predict writes a submission: sorted, without folders, one row for each video", () =>
  inFolder(async (folder) => {
    const videos = unlabelledVideos(folder);
    writeFileSync(join(videos, "c.mp4"), "hello");
    const out = join(folder, "run");
    const { code, stdout, stderr } = await assay([
      "predict",
      videos,
      "--set",
      "frames=4",
      "--out",
      out,
    ]);
    equal(code, 0, stderr);
    match(stdout, /submission\.csv/);
    match(stderr, /warning: "c\.mp4" could not be scored; 0\.5 is used: [A-Z_]+: /);
    match(stderr, /Elapsed: /);
    const [header, ...lines] = readFileSync(join(out, "submission.csv"), "utf8").trim().split("\n");
    equal(header, "filename,label");
    same(lines.map((line) => line.split(",")[0]), ["a.mp4", "b.mp4", "c.mp4"]);
    equal(lines[2], "c.mp4,0.5");
    for (const line of lines) ok(Number(line.split(",")[1]) > 0 && Number(line.split(",")[1]) < 1);
  }));

Deno.test("predict of videos none of which can be scored ends with exit code 3", () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, "c.mp4"), "hello");
    const { code } = await assay(["predict", folder, "--out", join(folder, "run")]);
    equal(code, 3);
  }));

Deno.test("predict prints its result as JSON, and warns of file names that occur twice", () =>
  inFolder(async (folder) => {
    const videos = join(folder, "videos");
    mkdirSync(join(videos, "below"), { recursive: true });
    for (const name of ["c.mp4", "below/c.mp4"]) writeFileSync(join(videos, name), "hello");
    const args = ["predict", videos, "--json", "--out", join(folder, "run")];
    const { stdout, stderr } = await assay(args);
    match(stderr, /warning: "c\.mp4" is in submission\.csv 2 times/);
    const result = JSON.parse(stdout);
    same(result.submission, join(folder, "run", "submission.csv"));
    same(result.videos, [
      { filename: "below/c.mp4", label: 0.5, scored: false },
      { filename: "c.mp4", label: 0.5, scored: false },
    ]);
  }));

Deno.test("commands without JSON output reject --json", async () => {
  for (const args of [["datasets", "list"], ["models", "verify"], ["setup"], ["cuda"]]) {
    const outcome = await assay([...args, "--json"]);
    equal(errorCode(outcome), "USAGE", args.join(" "));
  }
});

Deno.test("predict refuses two variants", async () => {
  const outcome = await assay(["predict", demo, "--variant", "reference", "--variant", "fixed"]);
  equal(errorCode(outcome), "USAGE");
});

Deno.test("plan prints the shared work as text and as JSON, and decodes nothing", async () => {
  const text = await assay(["plan", "--limit", "2"]);
  equal(text.code, 0, text.stderr);
  match(text.stdout, /reference/);
  match(text.stdout, /frames decoded\s+\d+\s+\d+\s+\d+\.\d/);
  const { code, stdout } = await assay(["plan", "--limit", "2", "--json"]);
  equal(code, 0);
  const { variants, cost } = JSON.parse(stdout);
  ok(variants.length >= 12);
  ok(cost.shared.frames < cost.alone.frames / 3);
  equal(cost.videos, 2);
});

Deno.test("--limit takes videos of both labels and says so; first:N takes the first by name", async () => {
  const sample = await assay(["plan", "--limit", "4"]);
  match(sample.stdout, /^--limit took a sample of 4 of 36 videos: 2 REAL, 2 FAKE, of 4 groups$/m);
  const first = await assay(["plan", "--limit", "first:1"]);
  match(first.stdout, /^--limit took the first 1 of 36 videos: 0 REAL, 1 FAKE, of 1 group$/m);
});

Deno.test("doctor finds that eval can run", async () => {
  const { code, stdout } = await assay(["doctor"]);
  equal(code, 0, stdout);
  match(stdout, /ffmpeg .*\d/);
  match(stdout, /eval can run/);
  const findings = JSON.parse((await assay(["doctor", "--json"])).stdout);
  ok(findings.every(({ state }: { state: string }) => state !== "missing"));
});

Deno.test("models list and datasets list show the demo", async () => {
  match((await assay(["models", "list"])).stdout, /^demo\s.*built here/m);
  match((await assay(["datasets", "list"])).stdout, /^demo: 72 videos \(dfdc\): 36 REAL, 36 FAKE/m);
});

Deno.test("datasets verify opens every video and reports one that changed", () =>
  inFolder(async (folder) => {
    const videos = unlabelledVideos(folder);
    const whole = await assay(["datasets", "verify", videos]);
    equal(whole.code, 0, whole.stderr);
    match(whole.stdout, /2 videos/);
    writeFileSync(join(videos, "b.mp4"), "hello");
    const broken = await assay(["datasets", "verify", videos]);
    equal(broken.code, 3);
    match(broken.stderr, /"b\.mp4": VIDEO_UNREADABLE/);
  }));

Deno.test("set-up with nothing to do prints nothing and uses no network", async () => {
  const { code, stdout, stderr } = await assay(["setup"], {
    npm_config_registry: "http://127.0.0.1:8080",
  });
  equal(code, 0);
  equal(stdout + stderr, "");
});
