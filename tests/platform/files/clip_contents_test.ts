import { equal, notEqual, rejects } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readClipState, sha256Clip } from "../../../src/platform/files/clip_contents.ts";
import { sha256Hex } from "../../../src/platform/files/hash.ts";
import { inFolder } from "../../commands/in_folder.ts";

const CONTENT = Uint8Array.from({ length: 3_000_000 }, (_, i) => i * i >> 3);

Deno.test("a member has the hash of the file that it would be unpacked to", () =>
  inFolder(async (folder) => {
    const archive = join(folder, "x.tar");
    writeFileSync(archive, CONTENT);
    for (const [start, end] of [[0, 5], [7, 7], [1000, 2_900_000]] as const) {
      const source = { kind: "member", archive, start, end } as const;
      equal(await sha256Clip(source), sha256Hex(CONTENT.subarray(start, end)));
    }
    const beyond = { kind: "member", archive, start: 2_999_000, end: 3_000_001 } as const;
    await rejects(sha256Clip(beyond), RangeError);
  }));

Deno.test("pictures have the same hash in a folder and in an archive, whatever they are called, and in their order only", () =>
  inFolder(async (folder) => {
    const spans = [{ start: 0, end: 100 }, { start: 100, end: 250 }];
    writeFileSync(join(folder, "x.tar"), CONTENT);
    const names = ["b.png", "a.png"];
    spans.forEach(({ start, end }, i) =>
      writeFileSync(join(folder, names[i]!), CONTENT.subarray(start, end))
    );
    const inArchive = await sha256Clip({
      ...{ kind: "member_frames", archive: join(folder, "x.tar"), spans },
    });
    const frames = { kind: "frames", folder, names } as const;
    equal(await sha256Clip(frames), inArchive);
    notEqual(await sha256Clip({ ...frames, names: names.toReversed() }), inArchive);
    const moved = [{ start: 0, end: 101 }, { start: 101, end: 250 }];
    notEqual(
      await sha256Clip({ kind: "member_frames", archive: join(folder, "x.tar"), spans: moved }),
      inArchive,
    );
  }));

Deno.test("the state of a clip changes with any of its files, and is null without one", () =>
  inFolder(async (folder) => {
    const frames = { kind: "frames", folder, names: ["a.png", "b.png"] } as const;
    for (const name of frames.names) writeFileSync(join(folder, name), "1");
    const before = await readClipState(frames);
    equal(await readClipState(frames), before);
    writeFileSync(join(folder, "b.png"), "22");
    notEqual(await readClipState(frames), before);
    Deno.removeSync(join(folder, "a.png"));
    equal(await readClipState(frames), null);
    equal(
      await readClipState({ kind: "member", archive: join(folder, "x"), start: 0, end: 1 }),
      null,
    );
  }));
