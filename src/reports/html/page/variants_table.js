import {
  byId,
  compare,
  counted,
  duration,
  element,
  fixed,
  headings,
  refill,
  signed,
} from "./dom.js";

const table = { metric: "logLoss", sort: "", sign: 1, first: { value: 1, difference: 1, time: 1 } };

/** Smaller p-values are not told apart. */
const SMALLEST_P = 0.001;

/** Findings in words; better and worse are statistically significant. */
const FINDINGS = {
  better: "significantly better",
  worse: "significantly worse",
  equal: "equal",
  "not shown": "not significant",
  unknown: "cannot be judged",
};

/** Builds the table of variants for the chosen metric, sorted and filtered. */
export function makeVariantsTable(data) {
  const show = () => showVariants(data);
  byId("variant-metric").addEventListener("change", (event) => {
    table.metric = event.target.value;
    show();
  });
  for (const id of ["variant-filter", "variant-show"]) byId(id).addEventListener("input", show);
  show();
}

function showVariants(data) {
  const metric = data.metrics.find(({ name }) => name === table.metric);
  const cells = data.estimates[table.metric];
  const wanted = data.variants.map((variant, v) => ({ variant, cell: cells[v], v })).filter(
    isWanted,
  );
  const rows = wanted.sort((a, b) =>
    table.sort === "" ? a.v - b.v : compare(keyOf(a), keyOf(b), table.sign) || a.v - b.v
  );
  const scales = scalesOf(cells);
  const head = headings(variantColumns(metric, cells), table, () => showVariants(data));
  byId("variants").tHead.replaceChildren(head);
  refill(
    byId("variants").tBodies[0],
    rows.map((row) => variantRow(row, { scales, metric, data })),
  );
  byId("variant-count").textContent =
    `${rows.length} of ${counted(data.variants.length, "variant")}; ` +
    `${metric.title}, ${metric.direction} is better, needs ${metric.needs}. ` +
    noiseText(metric);
}

/** The metric's noise floor, which a significant difference exceeds. */
function noiseText({ noise }) {
  if (noise === null) return "Noise floor: not measured.";
  if (noise === 0) return "Noise floor: 0, all repeats are identical.";
  return `Noise floor (95 % prediction bound): ${signed(noise).slice(1)}.`;
}

function isWanted({ variant, cell }) {
  const text = byId("variant-filter").value.toLowerCase();
  const show = byId("variant-show").value;
  if (text && !`${variant.name} ${variant.settings}`.toLowerCase().includes(text)) return false;
  if (show === "front") return variant.front || variant.baseline;
  if (show === "differing") return ["better", "worse"].includes(cell.finding) || variant.baseline;
  return true;
}

function keyOf({ variant, cell }) {
  const keys = {
    name: variant.name,
    value: cell.value,
    difference: variant.baseline ? 0 : cell.difference,
    p: cell.p,
    adjustedP: cell.adjustedP,
    scored: variant.scored,
    faces: variant.faces,
    time: variant.time,
  };
  return keys[table.sort];
}

function variantColumns({ title }, cells) {
  const family = cells.reduce((most, cell) => Math.max(most, cell.family ?? 0), 0);
  return [
    { title: "variant", text: true, key: "name" },
    { title, key: "value", text: true, hint: "with its 95 % CI" },
    { title: "difference from the baseline", text: true, key: "difference" },
    { title: "p", key: "p", hint: "paired test, which also gives the 95 % CI of the difference" },
    {
      title: "adjusted p",
      key: "adjustedP",
      hint: "the larger p of the paired test and the permutation test over groups, Holm-adjusted " +
        `for ${counted(family, "comparison")}; findings use it`,
    },
    {
      title: "scored",
      key: "scored",
      hint: "videos that were scored; 0.5 is used for the others",
    },
    { title: "faces", key: "faces", hint: "median number of faces pooled" },
    { title: "time per video", key: "time", hint: "median, as if the variant had run alone" },
  ];
}

/** Scales of the two columns of intervals; outliers, which would squeeze the rest, are left out. */
function scalesOf(cells) {
  const ends = (keys, values) => {
    const sizes = values.filter((value) => value !== null).map(Math.abs).sort((a, b) => a - b);
    const far = 4 * (sizes[sizes.length >> 1] ?? 0) + 0.1;
    const all = cells.flatMap((cell) => keys.map((key) => cell[key]))
      .filter((value) => value !== null && Math.abs(value) <= far);
    return {
      low: all.reduce((least, value) => Math.min(least, value), Infinity),
      high: all.reduce((most, value) => Math.max(most, value), -Infinity),
    };
  };
  const own = ends(["value", "low", "high"], cells.map(({ value }) => value));
  const other = ends(["difference", "from", "to"], cells.map(({ difference }) => difference));
  return {
    own,
    difference: { low: Math.min(0, other.low), high: Math.max(0, other.high) },
  };
}

function variantRow({ variant, cell }, { scales, metric, data }) {
  const base = data.estimates[metric.name][data.baseline].value;
  return element("tr", { className: variant.baseline ? "baseline" : "" }, [
    nameCell(variant, cell),
    element("td", { className: "estimate", title: cell.reason ?? "" }, [
      element(cell.best ? "b" : "span", { className: "number", text: fixed(cell.value) }),
      range(cell.value, cell.low, cell.high, { ...scales.own, mark: base }),
      element("small", {
        text: cell.low === null ? "no interval" : `${fixed(cell.low)} to ${fixed(cell.high)}`,
      }),
    ]),
    differenceCell(variant, cell, scales.difference),
    pCell(cell.p),
    pCell(cell.adjustedP),
    element("td", {
      className: "number",
      text: `${variant.scored}`,
      title: `of ${counted(data.videos, "video")}`,
    }),
    element("td", { className: "number", text: variant.faces === null ? "–" : `${variant.faces}` }),
    element("td", { className: "number", text: duration(variant.time) }),
  ]);
}

function pCell(p) {
  const text = p === null ? "" : p < SMALLEST_P ? `< ${SMALLEST_P}` : fixed(p);
  return element("td", { className: "number", text });
}

function nameCell(variant, cell) {
  const marks = [
    variant.baseline && ["baseline", "", "all other variants are compared with this one"],
    cell.best && ["best", "best", "no variant is better in this metric"],
    variant.front &&
    ["Pareto", "", "Pareto-optimal in time and log loss, or equal within noise to one that is"],
  ].filter(Boolean).flatMap(([text, kind, title]) => [
    " ",
    element("b", { className: `mark ${kind}`, text, title }),
  ]);
  const made = element("th", {}, [
    variant.name,
    ...marks,
    element("small", { text: variant.settings }),
  ]);
  made.scope = "row";
  return made;
}

function differenceCell(variant, cell, scale) {
  if (variant.baseline) return element("td", { className: "estimate" });
  const finding = cell.finding === null ? "not tested" : FINDINGS[cell.finding];
  return element("td", { className: `estimate ${cell.finding ?? ""}`, title: cell.doubt ?? "" }, [
    element("span", { className: "number", text: signed(cell.difference) }),
    range(cell.difference, cell.from, cell.to, { ...scale, mark: 0 }),
    element("small", {
      text: cell.from === null ? "no interval" : `${signed(cell.from)} to ${signed(cell.to)}`,
    }),
    element("em", { text: finding }),
  ]);
}

/** An interval as a bar with a dot, and a line at the reference value. */
function range(value, from, to, { low, high, mark }) {
  const made = element("span", { className: "range" });
  made.setAttribute("aria-hidden", "true");
  if (value === null || !(high > low)) return made;
  const at = (x) => 100 * Math.min(1, Math.max(0, (x - low) / (high - low)));
  const put = (name, left, width) => {
    const part = element(name);
    part.style.left = `${left}%`;
    if (width !== undefined) part.style.width = `${width}%`;
    made.append(part);
  };
  if (mark !== null) put("u", at(mark));
  if (from !== null) put("i", at(from), at(to) - at(from));
  put("b", at(value));
  if (value > high) made.lastChild.className = "beyond";
  return made;
}
