import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { COUNTDOWN_PARTS } from "../../../src/platform/host/countdown.ts";
import { decodeFrames } from "../../../src/platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { PositionSet } from "../../../src/base/position_set.ts";
import { type ManualClock, manualClock } from "../host/manual_clock.ts";
import { signalChild } from "../host/signal_child.ts";
import { editAviLength, editStts } from "./lying_video.ts";
import { inTemporaryFolder, makePicture, makeVideo } from "./made_video.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

/** Makes a named pipe. (A program of its own does so: tests may not run mkfifo.) */
async function makePipe(path: string): Promise<void> {
  const code = `await new Deno.Command("mkfifo", { args: [${JSON.stringify(path)}] }).output()`;
  await new Deno.Command("deno", { args: ["eval", code] }).output();
}

/** Lets a countdown of the clock come to its end. */
function letPass(clock: ManualClock, milliseconds: number): void {
  for (let part = 0; part < COUNTDOWN_PARTS; part++) clock.advance(milliseconds / COUNTDOWN_PARTS);
}

Deno.test("a video with giant frames is refused by the probe, and one of the limit's size is not", () =>
  inTemporaryFolder(async (folder) => {
    const giant = await makePicture(folder, "9000x9000");
    await rejects(probeVideo(fileClip(giant), { megapixels: 64 }), {
      code: "VIDEO_TOO_LARGE",
      exitCode: 3,
    });
    const small = await makePicture(folder, "100x100");
    await rejects(probeVideo(fileClip(small), { megapixels: 0.0099 }), { code: "VIDEO_TOO_LARGE" });
    equal((await probeVideo(fileClip(small), { megapixels: 0.01 })).width, 100);
  }));

Deno.test("giant frames behind a container that states small ones are not decoded", () =>
  inTemporaryFolder(async (folder) => {
    const giant = await makePicture(folder, "3000x3000");
    const stated = await probeVideo(fileClip(await makePicture(folder, "100x100")));
    const decode = async () => {
      for await (
        const _ of decodeFrames(fileClip(giant), stated, { positions: [0], megapixels: 4 })
      );
    };
    await rejects(decode, { code: "VIDEO_TOO_LARGE", exitCode: 3 });
  }));

Deno.test("every frame of a video that claims to have 60 million is read, and no list of them made", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder, { frames: 20 });
    await editStts(path, 60_000_000);
    const metadata = await probeVideo(fileClip(path));
    equal(metadata.frameCount, 60_000_000);
    const positions = PositionSet.below(metadata.frameCount).dropFirst(3);
    const found: number[] = [];
    for await (const { position } of decodeFrames(fileClip(path), metadata, { positions })) {
      found.push(position);
    }
    deepEqual(found, Array.from({ length: 17 }, (_, i) => i + 3));
  }));

Deno.test("a count of frames that nothing can hold is not believed, and the frames are read", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder, { name: "video.avi", format: "avi", frames: 10 });
    await editAviLength(path);
    const metadata = await probeVideo(fileClip(path));
    equal(metadata.frameCount, 2 ** 31 - 1);
    const positions = PositionSet.below(metadata.frameCount);
    let frames = 0;
    for await (const _ of decodeFrames(fileClip(path), metadata, { positions })) frames++;
    equal(frames, 10);
  }));

Deno.test("ffmpeg gives a sign of life while it looks for a frame that is far away", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder);
    // Frames so large that few of them are as many pixels as are decoded in silence.
    const metadata = { ...await probeVideo(fileClip(path)), width: 5000, height: 4000 };
    const clock = manualClock();
    let restarts = 0;
    const after = (milliseconds: number, action: () => void) => {
      restarts++;
      return clock.after(milliseconds, action);
    };
    const patience = { milliseconds: 1000, clock: { ...clock, after } };
    const positions = [30, 45];
    const found: number[] = [];
    for await (
      const { position } of decodeFrames(fileClip(path), metadata, { positions, patience })
    ) {
      found.push(position);
    }
    deepEqual(found, positions, "frames that are a sign of life and no more are not given");
    equal(restarts, [0, 25, 30, 45, "end"].length);
  }));

Deno.test("ffmpeg ends soon after the process that reads from it was killed", () =>
  inTemporaryFolder(async (folder) => {
    const clip = await Deno.readFile(
      await makeVideo(folder, { name: "clip.ts", format: "mpegts" }),
    );
    const endless = join(folder, "endless.ts");
    await makePipe(endless);
    const reader = new Deno.Command("deno", {
      args: ["run", "-A", "tests/platform/ffmpeg/decode_far.ts", endless],
      stdout: "piped",
    }).spawn();
    const writing = (async () => {
      using file = await Deno.open(endless, { write: true });
      for (let clips = 0; clips < 400; clips++) await file.write(clip);
      return "ffmpeg read on";
    })().catch((error) => {
      ok(error instanceof Deno.errors.BrokenPipe, error);
      return "ffmpeg ended";
    });
    await reader.stdout[Symbol.asyncIterator]().next(); // it has the first frame
    reader.kill("SIGKILL");
    await reader.status;
    equal(await writing, "ffmpeg ended");
  }));

Deno.test("ffmpeg that counts frames ends soon after its reader was killed, too", () =>
  inTemporaryFolder(async (folder) => {
    const clip = await Deno.readFile(
      await makeVideo(folder, { name: "clip.ts", format: "mpegts" }),
    );
    const endless = join(folder, "endless.ts");
    await makePipe(endless);
    const reader = new Deno.Command("deno", {
      args: ["run", "-A", "tests/platform/ffmpeg/count_far.ts", endless],
    }).spawn();
    const write = async () => {
      using file = await Deno.open(endless, { write: true });
      for (let clips = 0; clips < 400; clips++) {
        await file.write(clip);
        if (clips !== 20) continue;
        reader.kill("SIGKILL");
        await reader.status;
      }
    };
    await rejects(write, Deno.errors.BrokenPipe);
  }));

Deno.test("a stopped ffmpeg is given up after the silence that is allowed", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder, { size: "640x480", frames: 250 });
    const clock = manualClock();
    const patience = { milliseconds: 1000, clock };
    const frames = decodeFrames(fileClip(path), await probeVideo(fileClip(path)), {
      positions: "all",
      patience,
    });
    await frames.next();
    letPass(clock, 5000); // the caller's own time is not counted
    await signalChild("ffmpeg", "SIGSTOP");
    let over = false;
    const rest = (async () => {
      for await (const _ of frames);
    })().finally(() => over = true);
    const ended = rejects(rest, { code: "TOOL_SILENT", exitCode: 4 });
    while (!over) {
      letPass(clock, 1000);
      await new Promise((resolve) => setTimeout(resolve));
    }
    await ended;
  }));
