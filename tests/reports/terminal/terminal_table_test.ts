import assert from "node:assert/strict";
import { terminalTable } from "../../../src/reports/terminal/terminal_table.ts";
import { fakeRun } from "../../runs/fake_run.ts";
import { fakeSummary, HOSTILE, summaryOf } from "../../analysis/summary/fake_summary.ts";

const summary = fakeSummary();

function lines(width: number, of = summary): string[] {
  return [...terminalTable(of, { width, colour: false })].join("").split("\n");
}

Deno.test("no line is wider than the terminal, from 80 columns on", () => {
  for (const width of [80, 81, 100, 120, 200]) {
    for (const line of lines(width)) assert.ok(line.length <= width, `${width}: ${line}`);
  }
});

Deno.test("every variant has a row; the baseline and the best are marked; columns are aligned", () => {
  const rows = lines(120);
  const heading = rows.findIndex((line) => line.startsWith("  variant"));
  const table = rows.slice(heading + 1, heading + 1 + summary.variants.length);
  summary.variants.forEach(({ name }, i) => assert.ok(table[i]!.slice(2).startsWith(name)));
  assert.deepEqual(table.filter((line) => line.startsWith("= ")).length, 1);
  assert.ok(table[0]!.startsWith("= reference"));
  const best = summary.variants.findIndex(({ best }) => best.includes("logLoss"));
  assert.ok(table[best]!.startsWith(best === 0 ? "=" : "*"));
  const end = rows[heading]!.indexOf("difference") + "difference".length;
  for (const row of table.slice(1)) {
    assert.match(row.slice(end - 8, end), /^ +[-+]?\d\.\d{3}$/);
    assert.match(row.slice(end), /n\.s\.|better|worse|equal/);
  }
  assert.equal(rows[heading]!.endsWith("time/video"), true);
});

Deno.test("a narrow terminal keeps log loss and difference, a wide one has intervals too", () => {
  const heading = (width: number) => lines(width).find((line) => line.startsWith("  variant"))!;
  assert.match(heading(80), /log loss +difference/);
  assert.doesNotMatch(heading(80), /95 % CI/);
  assert.match(heading(120), /log loss +95 % CI +difference +95 % CI/);
});

Deno.test("effects, spread over seeds and the Pareto front follow, the significant ones first", () => {
  const text = lines(120).join("\n");
  assert.match(text, /Effect of each setting on log loss/);
  assert.match(text, /frames=8 instead of 32 +[-+]\d\.\d{3} +[-+]\d\.\d{3} to [-+]\d\.\d{3}/);
  assert.match(text, /over seeds, mean ± sd: jitter=3 \d\.\d{3} ± \d\.\d{3} \(2 seeds\)\./);
  for (const { name } of summary.pareto.entries.slice(0, 6)) {
    assert.ok(text.replace(/\n {2}/g, " ").includes(`"${name}" (`), name);
  }
  const starred = text.split("\n").map((line) => /^([* ]) .* instead of /.exec(line)?.[1]);
  const marks = starred.filter((mark) => mark !== undefined).join("");
  assert.match(marks, /^\** *$/, "clear effects come first");
  const alone = lines(120, fakeSummary({ videos: 6, variants: { reference: {} } })).join("\n");
  assert.doesNotMatch(alone, /Effect of each setting|Pareto-optimal/);
});

Deno.test("a measured noise floor has a column where there is room", () => {
  const [first, ...others] = summary.variants;
  const variants = others.map((variant) => {
    const { metrics } = variant.comparison!;
    const logLoss = { ...metrics.logLoss, noise: 0.000_000_2 };
    return { ...variant, comparison: { ...variant.comparison!, metrics: { ...metrics, logLoss } } };
  });
  const measured = { ...summary, variants: [first!, ...variants] };
  const heading = (of: typeof summary) => lines(200, of).find((line) => line.includes("variant "))!;
  assert.match(heading(measured), /p \(Holm\) +noise/);
  assert.doesNotMatch(heading(summary), /noise/);
  assert.equal(lines(200, measured).filter((line) => line.includes("±2e-7")).length, others.length);
});

Deno.test("settings that are not in the name are shown where there is room", () => {
  const quick = fakeSummary({ videos: 6, variants: { reference: {}, quick: { frames: 8 } } });
  assert.ok(lines(120, quick).some((line) => line.includes("quick [frames=8]")));
  const named = fakeSummary({ videos: 6, variants: { reference: {}, "frames=8": { frames: 8 } } });
  assert.ok(!lines(120, named).some((line) => line.includes("[frames=8]")));
});

Deno.test("bold and dim only where they are wanted, and nothing else steers the terminal", () => {
  const run = fakeRun({ videos: 6, variants: { reference: {}, [HOSTILE[4]]: { frames: 8 } } });
  const hostile = summaryOf({
    ...run,
    manifest: {
      ...run.manifest,
      dataset: { ...run.manifest.dataset, name: HOSTILE[4] },
      warnings: [HOSTILE[4]],
    },
  });
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(lines(100, hostile).join(""), /\u001b|\u2028/);
  const coloured = [...terminalTable(hostile, { width: 100, colour: true })].join("");
  // deno-lint-ignore no-control-regex
  const codes = new Set(coloured.match(/\u001b(\[\d*m)?/g));
  assert.deepEqual(codes, new Set(["\u001b[2m", "\u001b[1m", "\u001b[0m"]));
});

Deno.test("very many variants are cut to those that matter", () => {
  const { manifest, variants } = summary;
  const many = Array.from({ length: 80 }, (_, i) => ({ ...variants[i % 2]!, name: `v${i}` }));
  const text = lines(100, {
    ...{ ...summary, variants: many },
    manifest: { ...manifest, compareWith: "v79" },
  }).join("\n");
  assert.match(text, /and 30 variants more in summary\.csv/);
  assert.match(text, /^= v79/m);
});
