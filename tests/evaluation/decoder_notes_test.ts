import assert from "node:assert/strict";
import { decoderNotes } from "../../src/evaluation/decoder_notes.ts";
import type { DecoderNote } from "../../src/records/decoder_note.ts";

const ON_GPU: DecoderNote = { kind: "h264 yuv420p 2x2", decoder: "cuda", reason: null };
const OTHER: DecoderNote = { kind: "av1 yuv420p 2x2", decoder: "software", reason: "other pixels" };

Deno.test("each decision of the workers is kept once, and decoding in software gives a warning", () => {
  const warned: string[] = [];
  const notes = decoderNotes({ warn: (text) => warned.push(text) });
  assert.equal(notes.all(), undefined);
  for (const decided of [[], [ON_GPU], [ON_GPU, OTHER], [OTHER]]) notes.take(decided);
  assert.deepEqual(notes.all(), [OTHER, ON_GPU]);
  assert.deepEqual(warned, ["av1 yuv420p 2x2 is decoded in software: other pixels"]);
});
