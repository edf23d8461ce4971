import { deepEqual as same, match, rejects } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireSameVideos } from "../../src/evaluation/same_videos.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import type { AssayError } from "../../src/records/errors.ts";
import type { DatasetVideo, Tags } from "../../src/records/video.ts";
import { selectionProof } from "../../src/runs/selection_proof.ts";
import { journalOf } from "../analysis/summary/fake_summary.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { withFolder } from "../runs/with_folder.ts";

/** Resumes a run of four videos, of which two have a record, over videos with other tags. */
function resume(
  { before, after }: { readonly before: Tags; readonly after: Tags },
): Promise<void> {
  return withFolder(async (folder) => {
    const { manifest, records } = fakeRun({ videos: 4, variants: { reference: {} } });
    const videosWith = (tags: Tags) =>
      records.map(({ filename: id, label, group, split }): DatasetVideo => {
        const path = join(folder, id);
        writeFileSync(path, id);
        return { id, label, group, split, tags, source: { kind: "file", path } };
      });
    const done = records.slice(0, 2).map((record) => ({
      ...record,
      ...Object.keys(before).length > 0 ? { tags: before } : {},
      contentHash: sha256Hex(record.filename),
    }));
    const proof = { ...manifest.proof!, ...selectionProof(videosWith(before)) };
    const again = await requireSameVideos(videosWith(after), {
      journal: journalOf({ records: done }),
      manifest: { ...manifest, proof },
      terminal: { progress: () => {} },
    });
    same([...again], []);
  });
}

Deno.test("a run is resumed over videos with the same tags, or still without any", async () => {
  await resume({ before: {}, after: {} });
  await resume({ before: { a: "1", b: "2" }, after: { b: "2", a: "1" } });
});

Deno.test("videos with other tags than at the start are named", async () => {
  for (const [before, after] of [[{ a: "1" }, { a: "2" }], [{}, { a: "1" }], [{ a: "1" }, {}]]) {
    await rejects(resume({ before: before!, after: after! }), (error: AssayError) => {
      match(
        error.message,
        /"fake_0000\.mp4", .* are new or have another label, group, split or tag/,
      );
      return error.code === "RESUME_DIFFERS";
    });
  }
});
