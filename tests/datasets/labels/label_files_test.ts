import { deepStrictEqual as same, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { csvTable } from "../../../src/datasets/labels/csv_table.ts";
import { listTable } from "../../../src/datasets/labels/list_table.ts";
import { metadataKind, metadataTable } from "../../../src/datasets/labels/metadata_json.ts";
import type { ListedVideo } from "../../../src/datasets/layouts/contract.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Lists the videos of a CSV. */
function fromCsv(content: string | Uint8Array) {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  return listTable(csvTable(bytes, "labels.csv"));
}

/** Lists the videos of a JSON, given as text or as a value. */
function fromJson(content: unknown) {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return listTable(metadataTable(bytesOf(text), "metadata.json"));
}

function labelsOf({ videos }: { readonly videos: readonly ListedVideo[] }) {
  return videos.map(({ label }) => label);
}

const TWO = [["a.mp4", "REAL"], ["b.mp4", "FAKE"]];

function pairs({ videos }: { readonly videos: readonly ListedVideo[] }) {
  return videos.map(({ filename, label }) => [filename, label]);
}

Deno.test("labels may be words in any case, numbers and truth values, in CSV and in JSON", () => {
  const written = [
    ...[["REAL", "FAKE"], ["real", "Fake"], ["0", "1"], ["0.0", "1.0"], ["False", "True"]],
    ...[["original", "manipulated"], ["Genuine", "deepfake"], ["bona-fide", "spoof"]],
    ...[["0.000e+00", "1e0"], [" REAL ", "\tfake"]],
  ];
  for (const [real, fake] of written) {
    same(pairs(fromCsv(`filename,label\na.mp4,${real}\nb.mp4,${fake}\n`)), TWO);
    same(pairs(fromJson({ "a.mp4": { label: real }, "b.mp4": { label: fake } })), TWO);
    same(pairs(fromJson({ "a.mp4": real, "b.mp4": fake })), TWO);
  }
  for (const [real, fake] of [[0, 1], [false, true]]) {
    for (const key of ["label", "is_fake", "Target", "class"]) {
      same(pairs(fromJson({ "a.mp4": { [key]: real }, "b.mp4": { [key]: fake } })), TWO);
    }
  }
});

Deno.test("a label that says nothing is none", () => {
  for (const nothing of ["", "NaN", "nan", "None", "null", "N/A", "<NA>"]) {
    same(labelsOf(fromCsv(`filename,label\na.mp4,${nothing}\nb.mp4,1\n`)), [null, "FAKE"]);
  }
  same(labelsOf(fromJson('{"a.mp4": {"label": NaN}, "b.mp4": {"label": null}, "c.mp4": {}}')), [
    ...[null, null, null],
  ]);
});

Deno.test("that 1 is FAKE is said, and is_real is the other way round", () => {
  same(fromCsv("filename,label\na.mp4,0\nb.mp4,1\n").notes, [
    "labels.csv: the label 1 was read as FAKE, 0 as REAL.",
  ]);
  const real = fromCsv("filename,is_real\na.mp4,True\nb.mp4,False\n");
  same(pairs(real), TWO);
  same(real.notes, [
    'labels.csv: "is_real" was taken for the label.',
    'labels.csv: True in "is_real" was read as REAL, False as FAKE.',
  ]);
  same(fromCsv("filename,label\na.mp4,REAL\n").notes, []);
  same(fromJson({ "a.mp4": { label: "REAL", split: "x", original: "b.mp4" } }).notes, []);
});

Deno.test("columns are known by their usual names, and it is said which was taken for what", () => {
  for (const file of ["filename", "File", "PATH", " video ", "file_name", "File Path"]) {
    for (const label of ["label", "Target", "is_fake", "class"]) {
      same(pairs(fromCsv(`${label},${file}\nREAL,a.mp4\nFAKE,b.mp4\n`)), TWO);
    }
  }
  for (const group of ["group", "original", "Source"]) {
    for (const split of ["split", "set", "Subset"]) {
      const { videos } = fromCsv(`filename,label,${group},${split}\na.mp4,REAL,g,test\n`);
      same(videos.map((one) => [one.group, one.split, one.tags]), [["g", "test", {}]]);
    }
  }
  same(fromCsv("video;target;source;name\na.mp4;REAL;;x\n").notes, [
    'labels.csv: "video" was taken for the file name; "name" is a tag.',
    'labels.csv: "target" was taken for the label.',
    'labels.csv: "source" was taken for the group.',
  ]);
});

Deno.test("of two columns that will do the more usual is taken, and the other is a tag", () => {
  const listing = fromCsv("path,filename,class,label\nx/a.mp4,a.mp4,FaceSwap,FAKE\n");
  same(listing.videos.map(({ filename, label, tags }) => [filename, label, tags]), [
    ["a.mp4", "FAKE", { path: "x/a.mp4", class: "FaceSwap" }],
  ]);
  same(listing.notes, [
    'labels.csv: "filename" was taken for the file name; "path" is a tag.',
    'labels.csv: "label" was taken for the label; "class" is a tag.',
  ]);
});

Deno.test("numbers may have a comma for the point, as in tables with semicolons", () => {
  same(pairs(fromCsv("filename;label;score\na.mp4;0,0;1,5\nb.mp4;1,0;2,5\n")), TWO);
});

Deno.test("two columns of labels that contradict each other are refused", () => {
  const error = { code: "DATASET_LABELS_CONTRADICT", exitCode: 3 };
  throws(() => fromCsv("filename,label,is_fake\na.mp4,1,0\n"), {
    ...error,
    what: /"label" says "1", which is FAKE, and "is_fake" says "0", which is REAL, in line 2/,
  });
  throws(() => fromJson({ "a.mp4": { label: 1, class: "real" } }), error);
  for (const csv of ["label,is_fake\na.mp4,1,1", "label,is_real\na.mp4,1,0"]) {
    same(labelsOf(fromCsv(`filename,${csv}\nb.mp4,,0\n`)), ["FAKE", null]);
  }
});

Deno.test("a column of labels whose words are not understood gives way to one whose are", () => {
  const listing = fromCsv("filename,label,is_fake\na.mp4,youtube,0\nb.mp4,FaceSwap,1\n");
  same(pairs(listing), TWO);
  equal(listing.videos[1]!.tags["label"], "FaceSwap");
});

Deno.test("other columns and keys are tags; what is empty is absent", () => {
  const csv = fromCsv("filename,label,Method,Age\na.mp4,REAL,,\nb.mp4,FAKE,FaceSwap,30\n");
  same(csv.videos.map(({ tags }) => tags), [{}, { method: "FaceSwap", Age: "30" }]);
  const json = fromJson(
    '{"a.mp4": {"label": "REAL", "x": null, "n": NaN, "long": "' + "y".repeat(300) + '"}, ' +
      '"b.mp4": {"label": "FAKE", "x": [1, {"y": true}], "n": 2.5, "ok": false}}',
  );
  same(json.videos.map(({ tags }) => tags), [{}, { x: "1+y", n: "2.5", ok: "false" }]);
  same(json.notes, [
    'metadata.json: values of "long" with more than 200 characters were left out.',
  ]);
});

Deno.test("cells may be separated by comma, semicolon, tab or bar, and quoted", () => {
  for (const mark of [",", ";", "\t", "|"]) {
    const lines = [["filename", "label", "note"], ['"a.mp4"', "REAL", `"x${mark}""y"`], [
      ...["b.mp4", "FAKE", ""],
    ]].map((cells) => cells.join(mark));
    for (const end of ["\n", "\r\n", "\r"]) {
      const listing = fromCsv(lines.join(end) + end);
      same(pairs(listing), TWO);
      equal(listing.videos[0]!.tags["note"], `x${mark}"y`);
    }
  }
  same(pairs(fromCsv("filename,label\r\na.mp4,REAL\n\r\nb.mp4,FAKE\r")), TWO);
  same(pairs(fromCsv("sep=;\r\nfilename;label\r\na.mp4;REAL\r\nb.mp4;FAKE\r\n")), TWO);
  same(pairs(fromCsv("filename;label;a,b,c,d,e\na.mp4;REAL;\nb.mp4;FAKE;\n")), TWO);
  same(pairs(fromCsv("filename , label\n a.mp4 , REAL \n b.mp4 ,FAKE\n")), TWO);
});

Deno.test("an index that pandas wrote, and empty columns at the end, are ignored", () => {
  const listing = fromCsv(",filename,label\n0,a.mp4,REAL\n1,b.mp4,FAKE\n");
  same(pairs(listing), TWO);
  same(listing.videos[0]!.tags, {});
  same(listing.notes, [
    "labels.csv: the first column has no name and was ignored, as an index that pandas writes.",
  ]);
  equal(fromCsv("Unnamed: 0,filename,label\n0,a.mp4,REAL\n").notes.length, 1);
  const ragged = fromCsv("filename,label,,\na.mp4,REAL,,\nb.mp4,FAKE,,,,\n,,\n  \n");
  same(pairs(ragged), TWO);
  same(ragged.notes, []);
});

/** A text in the encodings that programs write. */
function encoded(text: string): readonly Uint8Array[] {
  const units = [...text].flatMap((char) => char.split("").map((unit) => unit.charCodeAt(0)));
  const little = units.flatMap((unit) => [unit & 255, unit >> 8]);
  const big = units.flatMap((unit) => [unit >> 8, unit & 255]);
  return [
    ...[bytesOf(text), bytesOf(`\ufeff${text}`)],
    ...[little, [0xff, 0xfe, ...little], big, [0xfe, 0xff, ...big]].map((all) =>
      Uint8Array.from(all)
    ),
  ];
}

Deno.test("labels are read in UTF-8 and UTF-16, with and without a byte order mark", () => {
  for (const bytes of encoded("filename,label\nä😀.mp4,REAL\n")) {
    const listing = fromCsv(bytes);
    same(pairs(listing), [["ä😀.mp4", "REAL"]]);
    same(listing.notes, []);
  }
  for (const bytes of encoded('{"ä😀.mp4": {"label": "REAL"}}')) {
    same(pairs(listTable(metadataTable(bytes, "m"))), [["ä😀.mp4", "REAL"]]);
  }
});

Deno.test("what is not UTF-8 is read as Latin-1, which is said", () => {
  const latin = Uint8Array.from("filename,label\n\xe4.mp4,REAL\n", (char) => char.charCodeAt(0));
  const listing = fromCsv(latin);
  same(pairs(listing), [["ä.mp4", "REAL"]]);
  same(listing.notes, ["labels.csv is not UTF-8 and was read as Latin-1."]);
});

Deno.test("JSON may map names to entries or to labels, or be a list of entries", () => {
  same(pairs(fromJson([{ file: "a.mp4", label: "real" }, { label: 1, file: "b.mp4" }])), TWO);
  const listing = fromJson([{ Path: "a.mp4", is_fake: 0, method: "x" }]);
  same(listing.videos.map(({ filename, label, tags }) => [filename, label, tags]), [
    ["a.mp4", "REAL", { method: "x" }],
  ]);
  equal(listing.notes[0], 'metadata.json: "Path" was taken for the file name.');
});

Deno.test("an error of JSON speaks of keys, and an empty list has no videos", () => {
  throws(() => fromJson([{ video: "a.mp4" }]), { remedy: /^Each entry has these keys: one of / });
  throws(() => fromCsv("video\na.mp4\n"), { remedy: /^Its first line names the columns: one of / });
  same(fromJson([]).videos, []);
});

Deno.test("Python's numbers that JSON lacks are null, and text in quotes stays", () => {
  const { videos } = fromJson(
    '{"NaN.mp4": {"label": 1, "x": NaN, "y": -Infinity, "z": "NaN, \\"Infinity", "w": -1}}',
  );
  same(videos.map(({ filename, tags }) => [filename, tags]), [
    ["NaN.mp4", { z: 'NaN, "Infinity', w: "-1" }],
  ]);
  const entries = fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.string()));
  fc.assert(fc.property(entries, (value) => {
    const keys = Object.keys(value);
    const tail = '"last.mp4": {"label": NaN}}';
    const json = JSON.stringify(value).slice(0, -1) + (keys.length > 0 ? "," : "") + tail;
    if (keys.includes("last.mp4")) return;
    const { rows } = metadataTable(bytesOf(json), "m");
    same(rows.map(({ values }) => values[0]), [
      ...Object.keys(JSON.parse(json.replace(tail, `${tail.replace("NaN", "0")}`))),
    ]);
  }));
});

Deno.test("fakes share their original's group, however the original is written", () => {
  const groups = (csv: string) => fromCsv(csv).videos.map(({ group }) => group);
  for (const original of ["real/a.mp4", "a.mp4", "a", "./real/a.mp4", "real\\a.mp4"]) {
    same(groups(`filename,label,original\nreal/a.mp4,0,\nfake/b.mp4,1,${original}\n`), [
      ...["real/a.mp4", "real/a.mp4"],
    ]);
  }
  for (const original of ["REAL/É.MP4", "é.mp4", "É", "e\u0301"]) {
    same(groups(`filename,label,original\nreal/É.mp4,0,\nfake/b.mp4,1,${original}\n`), [
      ...["real/É.mp4", "real/É.mp4"],
    ]);
  }
  // Two videos could be meant: it stays as it is.
  same(groups("filename,label,original\nx/a.mp4,0,\ny/a.mp4,0,\nfake/b.mp4,1,a\n"), [
    ...["x/a.mp4", "y/a.mp4", "a"],
  ]);
  same(groups("filename,label,group\na.mp4,0,a\nb.mp4,1,a\n"), ["a", "a"]);
  equal(fromCsv("filename,label,group\na.mp4,0,NaN\n").groups.kind, "own");
});

Deno.test("the kind of a metadata.json is known by its entries", () => {
  const kindOf = (text: string) => metadataKind(bytesOf(text));
  equal(kindOf('{"a.mp4": {"is_fake": 0}}'), "is_fake");
  equal(kindOf('{"a.mp4": {"is_fake": 0, "label": "REAL"}}'), "labels");
  equal(kindOf('{"a": {"label": "REAL"}}'), "labels");
  equal(kindOf('{"a.mp4": {}}'), "labels");
  equal(kindOf("{}"), "labels");
  equal(kindOf("{"), "labels");
  equal(kindOf('{"title": "Holidays", "tags": ["x"]}'), null);
});

Deno.test("a hundred thousand labels are read, and equal values are one text", () => {
  const lines = ["filename,label,method"];
  for (let i = 0; i < 100_000; i++) lines.push(`${i}.mp4,${i % 2},m${i % 5}`);
  const { videos } = fromCsv(lines.join("\n"));
  equal(videos.length, 100_000);
  equal(new Set(videos.map(({ tags }) => tags["method"])).size, 5);
  ok(videos.every(({ label }) => label !== null));
});
