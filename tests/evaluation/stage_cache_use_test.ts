import { deepEqual as same, equal } from "node:assert/strict";
import type { StageRecord, VideoRecord } from "../../src/records/run_result.ts";
import { cacheSentence, withVideo } from "../../src/evaluation/stage_cache_use.ts";

const NOTHING = { whole: 0, partly: 0 };

/** A record whose decode, detect and crop stages took so long; `null`: nothing, they came from the cache. */
function record(times: readonly (number | null)[]): VideoRecord {
  const names = ["decode", "detect", "crop"] as const;
  const stages = times.map((milliseconds, i) => ({
    stage: names[i % names.length],
    milliseconds: milliseconds ?? 0,
    mode: milliseconds === null ? "cached" : "attributed",
  })) as unknown as readonly StageRecord[];
  return { stages } as VideoRecord;
}

Deno.test("a video counts as a complete hit if nothing was computed, else as a partial one", () => {
  same(withVideo(NOTHING, record([null, null, null])), { whole: 1, partly: 0 });
  same(withVideo(NOTHING, record([3, null, 2])), { whole: 0, partly: 1 });
  same(withVideo(NOTHING, record([null, null, null, 5, 4, 3])), { whole: 0, partly: 1 });
  same(withVideo(NOTHING, record([5, 4, 3])), NOTHING);
});

Deno.test("a video with frames decoded after the cached ones is a partial hit", () => {
  const { stages } = record([null, null, null]);
  const some = [{ ...stages[0], milliseconds: 7 }, ...stages.slice(1)];
  same(withVideo({ whole: 2, partly: 1 }, { stages: some } as unknown as VideoRecord), {
    whole: 2,
    partly: 2,
  });
});

Deno.test("cache hits are described in one line; without hits there is no line", () => {
  equal(cacheSentence(NOTHING, 9), null);
  equal(
    cacheSentence({ whole: 5, partly: 2 }, 9),
    "stage cache hits: 5 of 9 videos completely, 2 partly",
  );
  equal(cacheSentence({ whole: 0, partly: 2 }, 9), "stage cache hits: 2 of 9 videos partly");
});
