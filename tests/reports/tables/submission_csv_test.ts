import { deepEqual, equal } from "node:assert/strict";
import { formulaNames, submissionCsv } from "../../../src/reports/tables/submission_csv.ts";

const ROWS = ["a/=cmd|'calc'!A0.mp4", "a/plain.mp4", "+1.mp4", 'q"uote,.mp4'].map((
  filename,
) => ({
  filename,
  label: 0.25,
}));

Deno.test("a submission has every name as it is, quoted where CSV needs it", () => {
  equal(
    [...submissionCsv(ROWS)].join(""),
    `filename,label\n+1.mp4,0.25\n=cmd|'calc'!A0.mp4,0.25\nplain.mp4,0.25\n"q""uote,.mp4",0.25\n`,
  );
});

Deno.test("names that a spreadsheet would run are found, so that a person can be warned", () => {
  deepEqual(formulaNames(ROWS), ["=cmd|'calc'!A0.mp4", "+1.mp4"]);
});
