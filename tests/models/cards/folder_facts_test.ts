import assert from "node:assert/strict";
import { join } from "node:path";
import { readFolderFacts } from "../../../src/models/cards/folder_facts.ts";
import { inFolder } from "../../commands/in_folder.ts";

const HALF = [0.5, 0.5, 0.5];
const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];

interface Case {
  readonly files: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, unknown>>;
}

const processor = (config: object) => ({ "preprocessor_config.json": config });

const CASES: Readonly<Record<string, Case>> = {
  "a ViT processor": {
    files: processor({
      do_normalize: true,
      do_rescale: true,
      do_resize: true,
      image_mean: HALF,
      image_std: HALF,
      image_processor_type: "ViTImageProcessor",
      rescale_factor: 0.00392156862745098,
      size: { height: 224, width: 224 },
    }),
    values: { mean: HALF, std: HALF, scale: 1 / 255, size: 224, channels: "RGB" },
  },
  "an old feature extractor": {
    files: processor({
      do_normalize: true,
      feature_extractor_type: "ViTFeatureExtractor",
      image_mean: MEAN,
      image_std: STD,
      size: 384,
    }),
    values: { mean: MEAN, std: STD, scale: 1 / 255, size: 384 },
  },
  "a centre crop": {
    files: processor({
      do_center_crop: true,
      crop_size: { height: 224, width: 224 },
      size: { shortest_edge: 256 },
      image_mean: MEAN,
      image_std: STD,
    }),
    values: { size: 224 },
  },
  "a centre crop of one number, and one mean for all channels": {
    files: processor({ crop_size: 299, size: 320, image_mean: [0.5], image_std: 0.25 }),
    values: { size: 299, mean: HALF, std: [0.25, 0.25, 0.25] },
  },
  "a crop that is switched off": {
    files: processor({
      do_center_crop: false,
      crop_size: { height: 224, width: 224 },
      size: { shortest_edge: 256 },
    }),
    values: { size: 256, mean: undefined },
  },
  "normalisation that is switched off": {
    files: processor({ do_normalize: false, image_mean: MEAN, image_std: STD, size: 224 }),
    values: { mean: [0, 0, 0], std: [1, 1, 1], scale: 1 / 255 },
  },
  "scaling that is switched off": {
    files: processor({ do_rescale: false, image_mean: [127.5], image_std: [127.5], size: 224 }),
    values: { mean: [127.5, 127.5, 127.5], scale: 1 },
  },
  "EfficientNet's offset and second division": {
    files: processor({
      image_processor_type: "EfficientNetImageProcessor",
      do_normalize: true,
      include_top: true,
      rescale_offset: true,
      rescale_factor: 1 / 127.5,
      image_mean: [0, 0, 0],
      image_std: HALF,
      size: { height: 346, width: 346 },
    }),
    values: { mean: [1, 1, 1], std: [0.25, 0.25, 0.25], scale: 1 / 127.5, size: 346 },
  },
  "MobileViT, which flips channels and normalises nothing": {
    files: processor({
      do_flip_channel_order: true,
      do_center_crop: true,
      crop_size: { height: 256, width: 256 },
      size: { shortest_edge: 288 },
    }),
    values: { channels: "BGR", mean: [0, 0, 0], std: [1, 1, 1], scale: 1 / 255, size: 256 },
  },
  "sides that differ, which no face has": {
    files: processor({ size: { height: 224, width: 192 }, image_mean: HALF, image_std: HALF }),
    values: { size: undefined, mean: HALF },
  },
  "timm's pretrained_cfg": {
    files: {
      "config.json": {
        architecture: "efficientnet_b0",
        num_classes: 2,
        label_names: ["fake", "real"],
        pretrained_cfg: { mean: MEAN, std: STD, input_size: [3, 256, 256] },
      },
    },
    values: { mean: MEAN, std: STD, scale: 1 / 255, size: 256, channels: "RGB" },
  },
  "timm's older form": {
    files: { "config.json": { mean: HALF, std: HALF, input_size: [3, 299, 299] } },
    values: { mean: HALF, std: HALF, size: 299 },
  },
  "Hugging Face's config": {
    files: {
      "config.json": {
        architectures: ["SwinForImageClassification"],
        image_size: 192,
        problem_type: "multi_label_classification",
        _name_or_path: "someone/swin-deepfake",
      },
      "README.md": undefined,
    },
    values: {
      size: 192,
      activation: "sigmoid",
      source: "someone/swin-deepfake",
      description: "SwinForImageClassification, imported",
    },
  },
  "values that are no numbers": {
    files: processor({ image_mean: ["a", 1, 2], image_std: STD, size: "large" }),
    values: { mean: undefined, std: undefined, size: undefined },
  },
};

for (const [what, { files, values }] of Object.entries(CASES)) {
  Deno.test(`facts are read from ${what}`, () =>
    inFolder(async (folder) => {
      for (const [name, content] of Object.entries(files)) {
        if (content !== undefined) {
          await Deno.writeTextFile(join(folder, name), JSON.stringify(content));
        }
      }
      const { facts, notes } = await readFolderFacts([folder]);
      for (const [name, value] of Object.entries(values)) {
        const found: Readonly<Record<string, { readonly value: unknown } | undefined>> = facts;
        assert.deepEqual(found[name]?.value, value, name);
      }
      assert.deepEqual(notes, []);
    }));
}

const LABELS: Readonly<Record<string, readonly [object, readonly string[] | null]>> = {
  "id2label": [{ id2label: { 0: "Fake", 1: "Real" } }, ["Fake", "Real"]],
  "id2label out of order": [{ id2label: { 1: "Real", 0: "Fake" } }, ["Fake", "Real"]],
  "label2id of numbers": [{ label2id: { real: 1, fake: 0 } }, ["fake", "real"]],
  "label2id of texts": [{ label2id: { real: "1", fake: "0" } }, ["fake", "real"]],
  "timm's label_names": [{ label_names: ["ai", "human"] }, ["ai", "human"]],
  "pretrained_cfg": [{ pretrained_cfg: { label_names: ["ai", "human"] } }, ["ai", "human"]],
  "a gap": [{ id2label: { 0: "Fake", 2: "Real" } }, null],
  "names that are no texts": [{ id2label: { 0: 1, 1: {} } }, null],
  "no names": [{ num_labels: 2 }, null],
};

for (const [what, [config, names]] of Object.entries(LABELS)) {
  Deno.test(`labels are read from ${what}`, () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "config.json"), JSON.stringify(config));
      const { labels } = await readFolderFacts([folder]);
      assert.deepEqual(labels?.names ?? null, names);
    }));
}

Deno.test("the licence comes from the README's header, and a file that is no JSON is left out with a note", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(
      join(folder, "README.md"),
      "---\ntags: [a]\nlicense: apache-2.0\n---\n# It\n\nlicense: mine\n",
    );
    await Deno.writeTextFile(join(folder, "config.json"), "version https://git-lfs");
    const { facts, labels, notes } = await readFolderFacts([folder]);
    assert.equal(facts.license?.value, "apache-2.0");
    assert.equal(labels, null);
    assert.deepEqual(notes, ["config.json is not a JSON object, and was left out."]);
  }));

Deno.test("the nearest folder counts", () =>
  inFolder(async (folder) => {
    const inner = join(folder, "onnx");
    await Deno.mkdir(inner);
    const put = (place: string, size: number) =>
      Deno.writeTextFile(join(place, "preprocessor_config.json"), JSON.stringify({ size }));
    await put(folder, 224);
    assert.equal((await readFolderFacts([inner, folder])).facts.size?.value, 224);
    await put(inner, 192);
    assert.equal((await readFolderFacts([inner, folder])).facts.size?.value, 192);
  }));
