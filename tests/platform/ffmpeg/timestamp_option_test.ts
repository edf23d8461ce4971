import { equal, ok } from "node:assert/strict";
import { ffmpegPath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { lacksOption, TIMESTAMP_OPTIONS } from "../../../src/platform/ffmpeg/timestamp_option.ts";
import { runTool } from "../../../src/platform/host/tool_process.ts";

const SOURCE = ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=16x16:d=0.1"];

Deno.test("ffmpeg knows the option by one of its names, and says which name it does not know", async () => {
  const results = await Promise.all(
    TIMESTAMP_OPTIONS.map((option) =>
      runTool(ffmpegPath(), [...SOURCE, option, "passthrough", "-f", "null", "-"])
    ),
  );
  ok(results.some(({ success }) => success));
  const [before] = results;
  equal(lacksOption(before!.stderr), !before!.success);
  const other = await runTool(ffmpegPath(), [
    ...SOURCE,
    "-vsink",
    "passthrough",
    "-f",
    "null",
    "-",
  ]);
  ok(!other.success);
  ok(lacksOption(other.stderr.replace("vsink", "vsync")), other.stderr);
  ok(!lacksOption(other.stderr));
});
