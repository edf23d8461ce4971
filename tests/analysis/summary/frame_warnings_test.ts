import { deepEqual as same, match, ok } from "node:assert/strict";
import { type FrameFacts, frameWarnings } from "../../../src/analysis/summary/frame_warnings.ts";

const SOUND: FrameFacts = {
  name: "sound.mp4",
  rotation: 0,
  frameCount: 75,
  isEstimate: false,
  packetCount: 75,
};

const REFERENCE = { name: "reference", parameters: {} };
const NOTEBOOK = {
  name: "notebook",
  parameters: { frameCount: "container", rotation: "opencv46" },
};
const FIXED = { name: "fixed", parameters: { frameCount: "decoded", rotation: "display" } };
const STORED = { name: "stored", parameters: { frameCount: "decoded", rotation: "none" } };

Deno.test("sound videos give no warning", () => {
  same(frameWarnings([SOUND, { ...SOUND, decodedCount: 75 }], [REFERENCE, FIXED]), []);
  const older: FrameFacts = { name: "a.mp4", rotation: 0, frameCount: 0 };
  same(frameWarnings([older], [REFERENCE]), [], "nothing was counted");
});

Deno.test("a warning names videos that metadata rotate, and how each variant reads them", () => {
  const videos = [SOUND, { ...SOUND, name: "phone.mov", rotation: 270 as const }];
  const [warning, ...none] = frameWarnings(videos, [REFERENCE, NOTEBOOK, FIXED, STORED]);
  same(none, []);
  same([warning?.kind, warning?.count, warning?.examples], [
    "turned_by_metadata",
    1,
    ["phone.mov"],
  ]);
  same(
    warning?.sentence,
    '1 video is rotated by metadata (the first is "phone.mov", by 270° in OpenCV): reference and ' +
      "notebook read them as OpenCV 4.6 does, upside down at 90° and 270°; fixed reads them upright, " +
      "as players show them; stored reads them as stored, without rotation.",
  );
});

Deno.test("a warning names a missing or wrong count, the right number and the remedy", () => {
  const live = { ...SOUND, name: "live.webm", frameCount: 0, isEstimate: true };
  const trimmed = { ...SOUND, name: "trimmed.mp4", packetCount: 50, decodedCount: 49 };
  const [both] = frameWarnings([SOUND, live, trimmed], [REFERENCE, FIXED]);
  same([both?.kind, both?.count], ["frame_count_wrong", 2]);
  match(
    both!.sentence,
    /^2 videos report no frame count or a wrong one .*"live\.webm": 0 instead of 75/,
  );
  match(both!.sentence, /reference chooses frames by that count, as OpenCV does/);
  match(both!.sentence, /fixed chooses among the frames that exist\.$/);
  const [alone] = frameWarnings([trimmed], [REFERENCE]);
  match(alone!.sentence, /^1 video reports .*75 instead of 49.*set frameCount to decoded/);
});

Deno.test("many variants are counted, not listed", () => {
  const many = Array.from({ length: 9 }, (_, i) => ({ ...REFERENCE, name: `v${i}` }));
  const [warning] = frameWarnings([{ ...SOUND, rotation: 180 }], many);
  ok(warning?.sentence.includes("v0, v1, v2, v3 and 5 more read them"), warning?.sentence ?? "");
});
