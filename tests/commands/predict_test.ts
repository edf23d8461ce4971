import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ffmpegPath } from "../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { runTool } from "../../src/platform/host/tool_process.ts";
import { readManifest } from "../../src/runs/manifest.ts";
import { madeZip } from "../platform/archives/made_archives.ts";
import { faceTest, madeFaceVideo } from "../platform/ffmpeg/made_face_video.ts";
import { unfinishRun } from "../runs/written_run.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode } from "./run_assay.ts";

const demo = join(projectRoot(), "datasets", "demo");
const QUICK = ["--set", "frames=2", "--provider", "cpu"];

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

Deno.test("predict --json has failures, and file names that occur twice give a warning", () =>
  inFolder(async (folder) => {
    const videos = join(folder, "videos");
    mkdirSync(join(videos, "below"), { recursive: true });
    for (const name of ["c.mp4", "below/c.mp4", "d.mp4", "below/d.mp4"]) {
      writeFileSync(join(videos, name), "hello");
    }
    const args = ["predict", videos, "--json", "--out", join(folder, "run")];
    const { stdout, stderr } = await assay(args);
    match(stderr, /warning: "c\.mp4" is in submission\.csv 2 times.*, and 1 other name likewise/);
    const result = JSON.parse(stdout);
    same(result.submission, join(folder, "run", "submission.csv"));
    const [first, , third] = result.videos;
    same([first.filename, third.filename], ["below/c.mp4", "c.mp4"]);
    same([first.label, first.scored, first.fallback, first.frames], [0.5, false, "error", []]);
    match(first.error, /^VIDEO_UNREADABLE: /);
  }));

Deno.test("predict refuses two variants", async () => {
  const outcome = await assay(["predict", demo, "--variant", "reference", "--variant", "fixed"]);
  equal(errorCode(outcome), "USAGE");
});

faceTest(
  "predict --json gives frames and faces with scores, boxes and times in seconds",
  () =>
    inFolder(async (folder) => {
      await madeFaceVideo(folder, { name: "face.mp4" });
      const out = join(folder, "run");
      const args = ["predict", join(folder, "face.mp4"), "--json", "--out", out];
      const { code, stdout, stderr } = await assay([...args, "--set", "frames=4"]);
      equal(code, 0, stderr);
      const { videos: [video] } = JSON.parse(stdout);
      same([video.filename, video.scored, video.error], ["face.mp4", true, null]);
      same([video.framesRequested, video.framesRead], [4, 4]);
      same(video.frames.map(({ frame }: { frame: number }) => frame), [0, 13, 26, 39]);
      for (const { frame, seconds, score, faces } of video.frames) {
        equal(seconds, frame / video.fps);
        const [face] = faces;
        ok(face.score > 0 && face.score < 1 && face.detection > 0.5);
        same(Object.values(face.scores), [face.score]);
        equal(face.box.length, 4);
        equal(score, face.score);
      }
      const row = readFileSync(join(out, "submission.csv"), "utf8").split("\n")[1];
      equal(row, `face.mp4,${video.label}`);
    }),
);

faceTest(
  "labels beside the videos change nothing, whatever is in them",
  () =>
    inFolder(async (folder) => {
      const videos = join(folder, "videos");
      mkdirSync(videos);
      copyFileSync(join(demo, "cap12-001.mp4"), join(videos, "a.mp4"));
      const submission = async (name: string) => {
        const out = join(folder, name);
        const { code, stderr } = await assay(["predict", videos, ...QUICK, "--out", out]);
        equal(code, 0, stderr);
        return readFileSync(join(out, "submission.csv"), "utf8");
      };
      const plain = await submission("plain");
      writeFileSync(join(videos, "labels.csv"), "when,who\n1,2\n");
      writeFileSync(join(videos, "metadata.json"), "[not JSON");
      equal(await submission("beside labels"), plain);
      writeFileSync(join(videos, "metadata.json"), JSON.stringify({ "b.mp4": { label: "FAKE" } }));
      equal(await submission("beside others' labels"), plain);
    }),
);

faceTest("an archive is scored as its folder is", () =>
  inFolder(async (folder) => {
    const name = "cap12-001.mp4";
    const content = readFileSync(join(demo, name));
    mkdirSync(join(folder, "v"));
    writeFileSync(join(folder, "v", name), content);
    writeFileSync(join(folder, "v.zip"), madeZip([{ name, content }]));
    for (const [place, out] of [["v", "a"], ["v.zip", "b"]] as const) {
      const args = ["predict", join(folder, place), ...QUICK, "--cache", "off"];
      const { code, stderr } = await assay([...args, "--out", join(folder, out)]);
      equal(code, 0, stderr);
    }
    for (const file of ["submission.csv", "predictions.csv", "faces.csv"]) {
      const [one, other] = ["a", "b"].map((out) => readFileSync(join(folder, out, file), "utf8"));
      equal(other, one, file);
    }
    writeFileSync(join(folder, "v.zip"), madeZip([{ name, content, deflated: true }]));
    const out = join(folder, "c");
    const refused = await assay(["predict", join(folder, "v.zip"), "--out", out]);
    same([refused.code, errorCode(refused)], [3, "DATASET_COMPRESSED"]);
  }));

faceTest(
  "files and patterns are scored as folders are, and such a run can be resumed",
  () =>
    inFolder(async (folder) => {
      const [first, second, third] = readdirSync(demo).filter((name) => name.endsWith(".mp4"));
      for (const [from, to] of [[first, "a.mp4"], [second, "b.MP4"], [third, "c.bin"]]) {
        copyFileSync(join(demo, from!), join(folder, to!));
      }
      const out = join(folder, "run");
      const places = [join(folder, "[a-b].*"), join(folder, "c.bin")];
      const { code, stderr } = await assay(["predict", ...places, ...QUICK, "--out", out]);
      equal(code, 0, stderr);
      const submission = readFileSync(join(out, "submission.csv"), "utf8");
      same(submission.trim().split("\n").map((line) => line.split(",")[0]), [
        "filename",
        ...["a.mp4", "b.MP4", "c.bin"],
      ]);
      same(readManifest(out).dataset.places, places);
      unfinishRun(out, 1);
      rmSync(join(out, "submission.csv"));
      const resumed = await assay(["predict", "--resume", out]);
      equal(resumed.code, 0, resumed.stderr);
      match(resumed.stderr, /3 videos, 1 of them done before/);
      equal(readFileSync(join(out, "submission.csv"), "utf8"), submission);
      unfinishRun(out, 1);
      const other = await assay(["predict", "--resume", out, join(folder, "a.mp4")]);
      equal(errorCode(other), "RESUME_DIFFERS");
      rmSync(join(folder, "c.bin"));
      const gone = await assay(["predict", "--resume", out]);
      same([gone.code, errorCode(gone)], [3, "DATASET_MISSING"]);
      match(gone.stderr, /videos of the run are no longer in .*Give all its videos/);
    }),
);

faceTest("videos of every container are scored", () =>
  inFolder(async (folder) => {
    const video = await madeFaceVideo(folder, { name: "a.mp4", frames: 25 });
    for (const name of ["b.wmv", "b.3gp", "b.flv", "b.vob"]) {
      const copied = name.endsWith("3gp") ? ["-c", "copy"] : [];
      const made = await runTool(ffmpegPath(), [
        ...["-v", "error", "-nostdin", "-i", `file:${video}`, "-an", "-r", "25", "-b:v", "2M"],
        ...[...copied, `file:${join(folder, name)}`],
      ]);
      ok(made.success, made.stderr);
    }
    const out = join(folder, "run");
    const args = ["predict", folder, "--variant", "fixed", ...QUICK, "--json", "--out", out];
    const { code, stdout, stderr } = await assay(args);
    equal(code, 0, stderr);
    for (const { filename, scored, frames } of JSON.parse(stdout).videos) {
      ok(scored && frames.length === 2, `${filename}: ${stderr}`);
    }
    const rows = readFileSync(join(out, "submission.csv"), "utf8").trim().split("\n");
    same(rows.slice(1).map((row) => row.split(",")[0]), [
      ...["a.mp4", "b.3gp", "b.flv", "b.vob", "b.wmv"],
    ]);
  }));

Deno.test("each kind of failure gets one line on the terminal, and every video its error in the file", () =>
  inFolder(async (folder) => {
    const videos = join(folder, "videos");
    mkdirSync(videos);
    for (const name of ["a.mp4", "b.mp4", "c.mp4"]) writeFileSync(join(videos, name), "hello");
    mkdirSync(join(videos, "empty"));
    writeFileSync(join(videos, "empty", "d.mp4"), "");
    const out = join(folder, "run");
    const { code, stderr } = await assay(["predict", videos, "--out", out]);
    equal(code, 3);
    const warnings = stderr.split("\n").filter((line) => line.includes("VIDEO_"));
    match(
      warnings.join("\n"),
      /^warning: 4 videos could not be scored; 0\.5 is used\. The first is "a\.mp4": VIDEO_UNREADABLE: [^\n]*$/,
    );
    match(stderr, /^predictions\.csv has the error of each video$/m);
    const rows = readFileSync(join(out, "predictions.csv"), "utf8").trim().split("\n").slice(1);
    ok(rows.length === 4 && rows.every((row) => row.includes("VIDEO_UNREADABLE")));
  }));

Deno.test("a video that is not there is refused with the name that was probably meant", () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, "clip.mp4"), "");
    const outcome = await assay([
      "predict",
      join(folder, "clpi.mp4"),
      "--out",
      join(folder, "run"),
    ]);
    same([outcome.code, errorCode(outcome)], [3, "DATASET_MISSING"]);
    match(outcome.stderr, /no file or folder ".*clpi\.mp4"\. Did you mean ".*\/clip\.mp4"\?/);
    const none = await assay(["predict", "--out", join(folder, "run")]);
    same([none.code, errorCode(none)], [2, "USAGE"]);
  }));
