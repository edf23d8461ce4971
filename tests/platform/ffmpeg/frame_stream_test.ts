import assert from "node:assert/strict";
import { join } from "node:path";
import { assert as property, asyncProperty, integer, uniqueArray } from "fast-check";
import { AssayError } from "../../../src/records/errors.ts";
import { decodeFrames, type DecodeOptions } from "../../../src/platform/ffmpeg/frame_stream.ts";
import { ffmpegPath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { runTool } from "../../../src/platform/host/tool_process.ts";
import { sha256Hex } from "../../../src/platform/files/hash.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { inTemporaryFolder, makeVideo } from "./made_video.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

/** Position and hash of every frame delivered. */
async function decode(path: string, options: DecodeOptions): Promise<[number, string][]> {
  const found: [number, string][] = [];
  for await (
    const { position, image } of decodeFrames(
      fileClip(path),
      await probeVideo(fileClip(path)),
      options,
    )
  ) {
    found.push([position, sha256Hex(image.data)]);
  }
  return found;
}

/** Makes a video whose frames change their size after every tenth. */
async function makeChangingVideo(folder: string, sizes: readonly string[]): Promise<string> {
  const parts = await Promise.all(sizes.map(async (size) => {
    const part = await makeVideo(folder, { name: `${size}.mp4`, size, frames: 10 });
    return await Deno.readFile(await rewrap(part, "h264"));
  }));
  const joined = join(folder, "joined.h264");
  await Deno.writeFile(joined, new Uint8Array(await new Blob(parts).arrayBuffer()));
  return await rewrap(joined, "matroska");
}

/** Puts a video's stream into another container as it is. */
async function rewrap(path: string, format: string): Promise<string> {
  const target = `${path}.${format}`;
  const made = await runTool(ffmpegPath(), [
    ...["-v", "error", "-nostdin", "-r", "25", "-i", path, "-c", "copy", "-f", format, target],
  ]);
  assert.ok(made.success, made.stderr);
  return target;
}

Deno.test("any selection gives the same frames as decoding all of them", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder);
    const all = await decode(path, { positions: "all" });
    assert.equal(all.length, 50);
    const some = uniqueArray(integer({ min: 0, max: 60 }), { maxLength: 12 });
    await property(
      asyncProperty(some, async (positions) => {
        const expected = all.filter(([position]) => positions.includes(position));
        assert.deepEqual(await decode(path, { positions }), expected);
      }),
      { numRuns: 8 },
    );
  }));

Deno.test("thousands and tens of thousands of scattered positions are decoded", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder, { size: "16x16", frames: 1500 });
    const all = new Map(await decode(path, { positions: "all" }));
    for (const count of [3000, 20_000]) {
      const positions = Array.from(
        { length: count },
        (_, i) => (i * 20 + (i * i * 7) % 13) / 4 | 0,
      );
      const wanted = [...new Set(positions)].filter((position) => position < 1500);
      assert.deepEqual(
        await decode(path, { positions }),
        wanted.map((position) => [position, all.get(position)]),
      );
    }
  }));

Deno.test("positions may be unsorted and repeated", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder);
    const found = await decode(path, { positions: [30, 2, 30, 7, 2] });
    assert.deepEqual(found.map(([position]) => position), [2, 7, 30]);
  }));

Deno.test("no positions and positions past the end give no frame and no error", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder);
    assert.deepEqual(await decode(path, { positions: [] }), []);
    assert.deepEqual(await decode(path, { positions: [50, 999] }), []);
  }));

Deno.test("an invalid position is the caller's error", async () => {
  const metadata = {
    frameCount: 1,
    fps: 25,
    width: 2,
    height: 2,
    rotation: 0,
    codec: "h264",
    pixelFormat: "yuv420p",
    durationSeconds: 1,
  } as const;
  for (const bad of [-1, 0.5, NaN]) {
    const frames = decodeFrames(fileClip("/nowhere"), metadata, { positions: [bad] });
    await assert.rejects(() => frames.next(), RangeError);
  }
});

Deno.test("a truncated file gives the frames it holds, the same each time", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder, { size: "320x240" });
    const bytes = await Deno.readFile(path);
    const cut = join(folder, "cut.mp4");
    await Deno.writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    const whole = await decode(path, { positions: "all" });
    const found = await decode(cut, { positions: "all" });
    assert.ok(found.length > 10 && found.length < 50, `${found.length} frames`);
    assert.deepEqual(found.slice(0, 10), whole.slice(0, 10));
    assert.deepEqual(await decode(cut, { positions: "all" }), found);
  }));

Deno.test("a file without any decodable frame is an error with a stable code", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder);
    const bytes = await Deno.readFile(path);
    const data = new TextDecoder("latin1").decode(bytes).indexOf("mdat") + 4;
    await Deno.writeFile(path, bytes.fill(0, data));
    await assert.rejects(
      () => decode(path, { positions: "all" }),
      (error) => error instanceof AssayError && error.code === "VIDEO_UNDECODABLE",
    );
  }));

Deno.test("a stream that changes its frame size keeps the first size", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeChangingVideo(folder, ["64x48", "96x80", "32x32"]);
    const all = await decode(path, { positions: "all" });
    assert.deepEqual(all.map(([position]) => position), Array.from({ length: 30 }, (_, i) => i));
    const positions = [3, 9, 10, 15, 20, 29];
    assert.deepEqual(
      await decode(path, { positions }),
      all.filter(([position]) => positions.includes(position)),
    );
  }));

Deno.test("leaving early ends ffmpeg", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder, { size: "640x480", frames: 100 });
    for await (
      const { position } of decodeFrames(fileClip(path), await probeVideo(fileClip(path)), {
        positions: "all",
      })
    ) {
      if (position === 2) break; // the sanitizers see whether a process or a pipe is left
    }
  }));

Deno.test("an aborted signal ends the decoding with its reason", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder, { size: "640x480", frames: 100 });
    const metadata = await probeVideo(fileClip(path));
    const control = new AbortController();
    const reason = new Error("enough");
    const signal = control.signal;
    let frames = 0;
    await assert.rejects(async () => {
      for await (const _ of decodeFrames(fileClip(path), metadata, { positions: "all", signal })) {
        if (++frames === 3) control.abort(reason);
      }
    }, reason);
    assert.ok(frames < 100, "frames went on after the abort");
    const after = decodeFrames(fileClip(path), metadata, { positions: "all", signal });
    await assert.rejects(() => after.next(), reason);
  }));

Deno.test("no file name acts as an option, a protocol or a pattern", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder, { frames: 3 });
    const expected = await decode(path, { positions: "all" });
    const names = ["-i.mp4", "a:b.mp4", "concat:video.mp4", "pipe:0", "%03d.mp4", "new\nline.mp4"];
    const more = ["qu'o\"te.mp4", "[x],y;z=\\.mp4", " space .mp4", "ünï©ode.mp4", "http:"];
    for (const name of [...names, ...more]) {
      await Deno.copyFile(path, join(folder, name));
      assert.deepEqual(await decode(join(folder, name), { positions: "all" }), expected, name);
    }
  }));
