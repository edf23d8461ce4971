import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { benchJson } from "../../src/bench/json.ts";
import { benchMarkdown } from "../../src/bench/markdown.ts";
import { benchText } from "../../src/bench/text.ts";
import { syntheticResult } from "./bench_result.ts";

Deno.test("a terminal shows every table, aligned, with facts before and warnings after", () => {
  const text = [...benchText(syntheticResult(), { colour: false })].join("");
  match(text, /^bench variants: each variant alone\n/);
  match(text, /seed 7/);
  match(text, /25 % after/);
  match(text, /slow \/ a\|b +2\.00 +2\.00 to 2\.00 .*slower/);
  match(text, /kept +2\.00 .*1\.90 +2\.50 +within limit/);
  match(text, /tables +videos +10, 100 +1\.00 +2\.00/);
  match(text, /videos +1\.020 +1\.05 +1: 200 MB, 50: 204 MB/);
  match(text, /network +face +200 ms +15\.1 GMAC +75\.5 .* 50 % +peak\n/);
  match(text, /all overhead +200 ms +67 % +3\.0 %\n +wall time +300 ms +100 %\n/);
  match(text, /! it was noisy\.\n$/);
  ok(!text.includes("\u001b"));
  const rows = text.split("\n").filter((line) => /^ {2}(a\|b|slow {2,}\d)/.test(line));
  equal(rows[0]!.indexOf("100 ms") + 6, rows[1]!.indexOf("200 ms") + 6);
});

Deno.test("a ratio above its limit is marked", () => {
  const kept = syntheticResult().ratios[1]!;
  const text = [...benchText(syntheticResult({ ratios: [{ ...kept, limit: 1.5 }] }), {
    colour: false,
  })].join("");
  match(text, /ABOVE LIMIT/);
});

Deno.test("Markdown has the command and rectangular tables that no name can break", () => {
  const text = [...benchMarkdown(syntheticResult())].join("");
  match(text, /deno task bench --variant 'a\|b'/);
  for (const block of text.split(/\n\n/).filter((part) => part.startsWith("|"))) {
    const widths = block.trim().split("\n").map((line) =>
      line.replaceAll("\\|", "").split("|").length
    );
    same([...new Set(widths)].length, 1, block);
  }
});

Deno.test("an earlier result is compared in a table of its own", () => {
  const ratios = syntheticResult().ratios;
  const earlier = { startedAt: "2026-02-01T00:00:00.000Z", assay: null, ratios, unmatched: [] };
  const text = [...benchText(syntheticResult({ earlier }), { colour: false })].join("");
  match(text, /against 2026-02-01/);
});

Deno.test("JSON holds everything that was measured", () => {
  const result = syntheticResult();
  same(JSON.parse([...benchJson(result)].join("")), JSON.parse(JSON.stringify(result)));
});
