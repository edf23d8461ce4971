import { deepEqual as same, equal, ok } from "node:assert/strict";
import type { StageResult } from "../../src/parity/check_stages.ts";
import { parityMarkdown, parityText } from "../../src/parity/parity_table.ts";
import { tally } from "../../src/parity/tally.ts";

function results(): StageResult[] {
  const indices = tally({ what: "indices" });
  indices.add("a", 0);
  const boxes = tally({ what: "boxes", tolerance: 0.01, unit: "px" });
  boxes.add("face 1", 0.00021);
  boxes.add("face 2", 0.5);
  const hashes = tally({ what: "hashes" });
  hashes.add("frame 3", Infinity);
  const none = tally({ what: "others" });
  return [
    { stage: "sampling", measures: [indices.measure()], leftOut: [], verdict: "ok" },
    {
      stage: "faces",
      measures: [boxes, hashes, none].map((one) => one.measure()),
      leftOut: ["multiface.jpg"],
      verdict: "differs",
    },
    { stage: "MesoNet", measures: [], leftOut: ["its data"], verdict: "left out" },
  ];
}

Deno.test("the table has a row per measure, with what differs and what was left out below", () => {
  same([...parityText(results())], [
    "stage     what is compared  cases  exact  within    worst  tolerance   verdict",
    "sampling  indices               1      1       0        0          0        ok",
    "faces     boxes                 2      0       1   0.5 px    0.01 px   DIFFERS",
    "          hashes                1      0       0  unequal          0   DIFFERS",
    "          others                0      0       0        0          0         –",
    "MesoNet                                                               left out",
    "",
    "faces: boxes differ in face 2",
    "faces: hashes differ in frame 3",
    "faces, left out: multiface.jpg",
    "MesoNet, left out: its data",
  ]);
});

Deno.test("in Markdown every row has every column", () => {
  const lines = [...parityMarkdown(results())];
  const table = lines.slice(0, lines.indexOf(""));
  equal(table.length, 2 + 5);
  for (const line of table) equal(line.split("|").length, 10, line);
  equal(table[2], "| sampling | indices | 1 | 1 | 0 | 0 | 0 | ok |");
  ok(lines.includes("- faces: boxes differ in face 2"));
});
