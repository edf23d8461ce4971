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

Deno.test("a video is whole where nothing was computed, partly where something was", () => {
  same(withVideo(NOTHING, record([null, null, null])), { whole: 1, partly: 0 });
  same(withVideo(NOTHING, record([3, null, 2])), { whole: 0, partly: 1 });
  same(withVideo(NOTHING, record([null, null, null, 5, 4, 3])), { whole: 0, partly: 1 });
  same(withVideo(NOTHING, record([5, 4, 3])), NOTHING);
});

Deno.test("frames that were decoded after those of the cache make a video a part", () => {
  const { stages } = record([null, null, null]);
  const some = [{ ...stages[0], milliseconds: 7 }, ...stages.slice(1)];
  same(withVideo({ whole: 2, partly: 1 }, { stages: some } as unknown as VideoRecord), {
    whole: 2,
    partly: 2,
  });
});

Deno.test("what came from the cache is said in one line, and nothing where nothing did", () => {
  equal(cacheSentence(NOTHING, 9), null);
  equal(
    cacheSentence({ whole: 5, partly: 2 }, 9),
    "stage cache: 5 of 9 videos were neither decoded nor searched for faces, parts of 2 came from it",
  );
  equal(cacheSentence({ whole: 0, partly: 2 }, 9), "stage cache: parts of 2 came from it");
});
