import { deepEqual as same, equal, match } from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { inFolder } from "./in_folder.ts";
import { assay } from "./run_assay.ts";

const ODD = ["h264.mp4", "phone.mov", "trimmed.mp4", "without_duration.webm"];

/** A folder with videos that a container counts or turns in its own way, and a sound one. */
function oddVideos(folder: string): string {
  const videos = join(folder, "videos");
  mkdirSync(videos);
  for (const name of ODD) {
    copyFileSync(join(projectRoot(), "tests", "golden", "decode", name), join(videos, name));
  }
  return videos;
}

const TURNED = /1 video is rotated by metadata \(the first is "phone\.mov", by 90° in OpenCV\)/;
const MISCOUNTED =
  /2 videos report no frame count or a wrong one .*"trimmed\.mp4": 25 instead of 15/;

Deno.test("plan says how many videos are turned or miscounted, and which variant does what about it", () =>
  inFolder(async (folder) => {
    const flags = ["--dataset", oddVideos(folder), "--provider", "cpu", "--allow-unlabelled"];
    const chosen = [...flags, "--variant", "reference", "--variant", "fixed"];
    const { code, stdout, stderr } = await assay(["plan", ...chosen]);
    equal(code, 0, stderr);
    match(stdout, TURNED);
    match(
      stdout,
      /reference reads them as OpenCV 4\.6 does, upside down .*; fixed reads them upright/,
    );
    match(stdout, MISCOUNTED);
    const json = await assay(["plan", ...chosen, "--json"]);
    equal(JSON.parse(json.stdout).warnings.length, 2);
  }));

Deno.test("predict says so on the terminal and in its run, with why a video has no frame", () =>
  inFolder(async (folder) => {
    const out = join(folder, "run");
    const flags = ["--variant", "reference", "--provider", "cpu", "--cache", "off", "--out", out];
    const { stderr } = await assay(["predict", oddVideos(folder), ...flags]);
    match(stderr, TURNED);
    match(stderr, MISCOUNTED);
    match(
      stderr,
      /"without_duration\.webm" could not be scored; 0\.5 is used: NO_FRAME_COUNT: .*set frameCount to decoded/,
    );
    match(readFileSync(join(out, "report.md"), "utf8"), TURNED);
    const summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
    const kinds = summary.dataWarnings.map(({ kind }: { kind: string }) => kind);
    same(
      kinds.filter((kind: string) => kind === "turned_by_metadata" || kind === "frame_count_wrong"),
      [
        "turned_by_metadata",
        "frame_count_wrong",
      ],
    );
  }));
