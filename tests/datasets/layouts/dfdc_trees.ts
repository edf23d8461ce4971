/** Miniature trees of the forms in which DFDC is handed out, by the name of the layout. */
export const DFDC_TREES = {
  "dfdc-parts": {
    files: {
      "dfdc_train_part_0/metadata.json": JSON.stringify({
        "aaa.mp4": { label: "FAKE", split: "train", original: "bbb.mp4" },
        "bbb.mp4": { label: "REAL", split: "train" },
        "gone.mp4": { label: "FAKE", split: "train", original: "bbb.mp4" },
      }),
      "dfdc_train_part_0/aaa.mp4": "",
      "dfdc_train_part_0/bbb.mp4": "",
      "dfdc_train_part_01/dfdc_train_part_1/metadata.json": JSON.stringify({
        "ccc.mp4": { label: "REAL", split: "train" },
      }),
      "dfdc_train_part_01/dfdc_train_part_1/ccc.mp4": "",
      "dfdc_train_part_2/ddd.mp4": "",
    },
    videos: {
      "dfdc_train_part_0/aaa.mp4": ["FAKE", "bbb.mp4", "train", { part: "dfdc_train_part_0" }],
      "dfdc_train_part_0/bbb.mp4": ["REAL", "bbb.mp4", "train", { part: "dfdc_train_part_0" }],
      "dfdc_train_part_01/dfdc_train_part_1/ccc.mp4": ["REAL", "ccc.mp4", "train", {
        part: "dfdc_train_part_1",
      }],
    },
    missing: ["dfdc_train_part_0/gone.mp4"],
    groups: "stated",
  },
  "dfdc-test": {
    files: {
      "metadata.json": JSON.stringify({
        "aalscayrfi.mp4": { is_fake: 1, augmentations: [["blur", 3], ["fps", 15]] },
        "abarnvbtwb.mp4": {
          is_fake: 0,
          augmentations: [],
          distractors: { text: {}, shapes: null },
        },
      }),
      "aalscayrfi.mp4": "",
      "abarnvbtwb.mp4": "",
    },
    videos: {
      "aalscayrfi.mp4": ["FAKE", "aalscayrfi.mp4", null, { augmentations: "blur+fps" }],
      "abarnvbtwb.mp4": ["REAL", "abarnvbtwb.mp4", null, {
        augmentations: "none",
        distractors: "text",
      }],
    },
    groups: "own",
  },
  "dfdc-preview": {
    files: {
      "dataset.json": JSON.stringify({
        "method_A/643/643_C/125_643_C_001.mp4": {
          ...{ label: "fake", set: "train", target_id: 643, swapped_id: 125 },
          augmentations: [],
        },
        "method_B/125/125_A/643_125_A_001.mp4": {
          ...{ label: "Fake", set: "test", target_id: 125, swapped_id: 643 },
        },
        "original_videos/125/125_A_001.mp4": {
          ...{ label: "real", set: "test", target_id: 125, swapped_id: null },
        },
        "original_videos/643/643_C_001.mp4": {
          ...{ label: "real", set: "train", target_id: 643, swapped_id: null },
        },
      }),
      "method_A/643/643_C/125_643_C_001.mp4": "",
      "method_B/125/125_A/643_125_A_001.mp4": "",
      "original_videos/125/125_A_001.mp4": "",
      "original_videos/643/643_C_001.mp4": "",
    },
    videos: {
      "method_A/643/643_C/125_643_C_001.mp4": ["FAKE", "643", "train", {
        augmentations: "none",
        identity: "643",
        method: "method_A",
      }],
      "method_B/125/125_A/643_125_A_001.mp4": ["FAKE", "125", "test", {
        identity: "125",
        method: "method_B",
      }],
      "original_videos/125/125_A_001.mp4": ["REAL", "125", "test", { identity: "125" }],
      "original_videos/643/643_C_001.mp4": ["REAL", "643", "train", { identity: "643" }],
    },
    groups: "linked",
  },
} as const;
