import { equal, match, ok } from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
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

Deno.test("commands without JSON output reject --json", async () => {
  for (const args of [["datasets", "list"], ["models", "verify"], ["setup"], ["cuda"]]) {
    const outcome = await assay([...args, "--json"]);
    equal(errorCode(outcome), "USAGE", args.join(" "));
  }
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
  match(
    sample.stdout,
    /^ {2}--limit took a sample of 4 of 36 videos: 2 REAL, 2 FAKE, of 4 groups$/m,
  );
  const first = await assay(["plan", "--limit", "first:1"]);
  match(first.stdout, /^ {2}--limit took the first 1 of 36 videos: 0 REAL, 1 FAKE, of 1 group$/m);
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
