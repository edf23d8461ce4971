import { deepStrictEqual as same, ok } from "node:assert/strict";
import { join } from "node:path";
import { LABEL_WORDS, labelOf } from "../../src/datasets/labels/label_words.ts";
import { openDataset } from "../../src/datasets/open_dataset.ts";
import { assertRefused, withFolder } from "./dataset_folder.ts";

type Files = Readonly<Record<string, string>>;

/** A dataset that is refused, the end of its error, and the files that the remedy makes of it. */
interface Case {
  readonly broken: Files;
  readonly code: string;
  readonly text: string;
  /** Written over the broken ones; `null`: deleted. */
  readonly mended: Readonly<Record<string, string | null>>;
}

const csv = (content: string) => ({ "labels.csv": content });
const json = (content: string) => ({ "metadata.json": content });

const LINES = "Its first line names the columns, such as filename,label, and each further line is";

const CASES: readonly Case[] = [
  {
    broken: csv("a.mp4,REAL\nb.mp4,FAKE\n"),
    ...{ code: "DATASET_LABELS_BROKEN", text: LINES },
    mended: csv("filename,label\na.mp4,REAL\nb.mp4,FAKE\n"),
  },
  {
    broken: csv(""),
    ...{ code: "DATASET_LABELS_BROKEN", text: LINES },
    mended: csv("filename,label\na.mp4,REAL\nb.mp4,FAKE\n"),
  },
  {
    broken: csv("clip nr,what\na.mp4,REAL\nb.mp4,FAKE\n"),
    ...{ code: "DATASET_LABELS_BROKEN", text: "one of filename, file, path, video for the file" },
    mended: csv("video,target\na.mp4,REAL\nb.mp4,FAKE\n"),
  },
  {
    broken: csv("filename,what\na.mp4,REAL\nb.mp4,FAKE\n"),
    ...{
      code: "DATASET_LABELS_BROKEN",
      text: "one of label, target, is_fake, class for the labels",
    },
    mended: csv("filename,class\na.mp4,REAL\nb.mp4,FAKE\n"),
  },
  {
    broken: csv("filename,label,Label\na.mp4,REAL,x\nb.mp4,FAKE,x\n"),
    ...{ code: "DATASET_LABELS_BROKEN", text: "Rename or remove one of the two" },
    mended: csv("filename,label,Label2\na.mp4,REAL,x\nb.mp4,FAKE,x\n"),
  },
  {
    broken: csv("filename,label,note\na.mp4,REAL,x, y\nb.mp4,FAKE,z\n"),
    ...{
      code: "DATASET_LABELS_BROKEN",
      text: "a cell with the separator in it stands in double quotes",
    },
    mended: csv('filename,label,note\na.mp4,REAL,"x, y"\nb.mp4,FAKE,z\n'),
  },
  {
    broken: csv("filename,label\na.mp4,doubtful\nb.mp4,FAKE\n"),
    ...{ code: "DATASET_LABELS_BROKEN", text: "or empty where it is not known" },
    mended: csv("filename,label\na.mp4,\nb.mp4,FAKE\n"),
  },
  {
    broken: csv("filename,label\n/elsewhere/a.mp4,REAL\nb.mp4,FAKE\n"),
    ...{ code: "DATASET_NAME_OUTSIDE", text: "Write paths relative to the dataset's folder" },
    mended: csv("filename,label\na.mp4,REAL\nb.mp4,FAKE\n"),
  },
  {
    broken: csv("filename,label\na.mp4,REAL\nb.mp4,FAKE\n./a.mp4,FAKE\n"),
    ...{ code: "DATASET_NAME_TWICE", text: "Remove one of the two entries" },
    mended: csv("filename,label\na.mp4,REAL\nb.mp4,FAKE\n"),
  },
  {
    broken: json('{"a.mp4": {"label": "REAL"}, "b.mp4": {"label": "FAKE"}'),
    ...{
      code: "DATASET_LABELS_BROKEN",
      text: 'Its format is {"name.mp4": {"label": "REAL" or "FAKE"',
    },
    mended: json('{"a.mp4": {"label": "REAL"}, "b.mp4": {"label": "FAKE", "original": "a.mp4"}}'),
  },
  {
    broken: json('{"a.mp4": {"label": "REAL"}, "b.mp4": {"label": "FAKE", "label": "REAL"}}'),
    ...{ code: "DATASET_LABELS_BROKEN", text: "Remove one of the two" },
    mended: json('{"a.mp4": {"label": "REAL"}, "b.mp4": {"label": "FAKE"}}'),
  },
  {
    broken: { ...csv("filename,label\nc.mp4,REAL\nd.mp4,FAKE\n") },
    ...{
      code: "DATASET_EMPTY",
      text: "Put the videos into it, under the names that the labels list",
    },
    mended: { "c.mp4": "", "d.mp4": "" },
  },
  {
    broken: { ...csv("filename,label\na.mp4,REAL\nb.mp4,FAKE\n"), "card.json": "{" },
    ...{ code: "DATASET_CARD_BROKEN", text: "Correct it, or delete it: it is optional" },
    mended: { "card.json": null },
  },
];

for (const { broken, code, text, mended } of CASES) {
  Deno.test(`what ${code} says is done, and the dataset opens: ${text.slice(0, 60)}`, () =>
    withFolder({ "a.mp4": "", "b.mp4": "", ...broken }, async (folder) => {
      const open = () => openDataset(folder, { datasetsFolder: "/nowhere" });
      await assertRefused(open, { code, text });
      for (const [name, content] of Object.entries(mended)) {
        if (content === null) await Deno.remove(join(folder, name));
        else await Deno.writeTextFile(join(folder, name), content);
      }
      const { videos } = await open();
      same(videos.length, 2);
      ok(videos.some(({ label }) => label === "FAKE"));
    }));
}

Deno.test("each word that an unknown label's error lists is understood", () => {
  const listed = (label: string) => new RegExp(`([a-z, ]+) for ${label}`).exec(LABEL_WORDS)![1]!;
  for (const label of ["REAL", "FAKE"] as const) {
    const words = listed(label).split(",").map((word) => word.trim()).filter((word) => word !== "");
    ok(words.length >= 5, words.join());
    for (const word of [label, label.toLowerCase(), ...words]) same(labelOf(word), label, word);
  }
  same(["0", "1", "False", "True", ""].map(labelOf), ["REAL", "FAKE", "REAL", "FAKE", null]);
});
