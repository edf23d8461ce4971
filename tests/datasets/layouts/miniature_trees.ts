import type { GroupFacts, Label, Tags } from "../../../src/records/video.ts";
import { DFDC_TREES } from "./dfdc_trees.ts";
import { FRAME_TREES } from "./frame_trees.ts";

/** Facts that a layout must state of a video. */
export type VideoFacts = readonly [
  label: Label | null,
  group: string,
  split: string | null,
  tags: Tags,
];

/** A made-up dataset of a few files, as its official description has it, and what must be read from it. */
export interface MiniatureTree {
  /** Contents by path; videos and pictures are empty. */
  readonly files: Readonly<Record<string, string>>;
  /** What to ask for; left out: nothing. */
  readonly where?: Tags;
  /** Path in the tree of the file of labels that the user names; left out: none. */
  readonly labelFile?: string;
  readonly videos: Readonly<Record<string, VideoFacts>>;
  /** Names that are listed, but not on disk; left out: none. */
  readonly missing?: readonly string[];
  readonly groups: GroupFacts["kind"];
  readonly groupSpace?: string;
}

/** Empty files by these names. */
export function empty(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, ""]));
}

const YOUTUBE = "original_sequences/youtube";
const SWAPS = "manipulated_sequences";
const C23 = { compression: "c23" };

const ffpp: MiniatureTree = {
  files: {
    ...empty(
      ...["000", "003", "953", "974", "001"].map((id) => `${YOUTUBE}/c23/videos/${id}.mp4`),
      `${YOUTUBE}/c40/videos/000.mp4`,
      `${SWAPS}/Deepfakes/c23/videos/000_003.mp4`,
      `${SWAPS}/Deepfakes/c23/videos/003_000.mp4`,
      `${SWAPS}/Deepfakes/masks/videos/000_003.mp4`,
      `${SWAPS}/NeuralTextures/c23/videos/974_953.mp4`,
      `${SWAPS}/FaceShifter/c40/videos/000_003.mp4`,
    ),
    "splits/train.json": '[["953", "974"]]',
    "splits/val.json": "[]",
    "splits/test.json": '[["003", "000"]]',
  },
  where: C23,
  videos: {
    [`${YOUTUBE}/c23/videos/000.mp4`]: ["REAL", "000_003", "test", C23],
    [`${YOUTUBE}/c23/videos/001.mp4`]: ["REAL", "001", null, C23],
    [`${YOUTUBE}/c23/videos/003.mp4`]: ["REAL", "000_003", "test", C23],
    [`${YOUTUBE}/c23/videos/953.mp4`]: ["REAL", "953_974", "train", C23],
    [`${YOUTUBE}/c23/videos/974.mp4`]: ["REAL", "953_974", "train", C23],
    [`${SWAPS}/Deepfakes/c23/videos/000_003.mp4`]: ["FAKE", "000_003", "test", {
      ...C23,
      method: "Deepfakes",
    }],
    [`${SWAPS}/Deepfakes/c23/videos/003_000.mp4`]: ["FAKE", "000_003", "test", {
      ...C23,
      method: "Deepfakes",
    }],
    [`${SWAPS}/NeuralTextures/c23/videos/974_953.mp4`]: ["FAKE", "953_974", "train", {
      ...C23,
      method: "NeuralTextures",
    }],
  },
  groups: "stated",
  groupSpace: "ff++",
};

const dfd: MiniatureTree = {
  files: empty(
    "original_sequences/actors/raw/videos/01__hugging_happy.mp4",
    "original_sequences/actors/raw/videos/02__hugging_happy.mp4",
    `${SWAPS}/DeepFakeDetection/raw/videos/01_02__hugging_happy__YVGY8LOK.mp4`,
  ),
  videos: {
    "original_sequences/actors/raw/videos/01__hugging_happy.mp4": ["REAL", "actor_01", null, {
      compression: "raw",
      identity: "01",
      scene: "hugging_happy",
    }],
    "original_sequences/actors/raw/videos/02__hugging_happy.mp4": ["REAL", "actor_02", null, {
      compression: "raw",
      identity: "02",
      scene: "hugging_happy",
    }],
    [`${SWAPS}/DeepFakeDetection/raw/videos/01_02__hugging_happy__YVGY8LOK.mp4`]: [
      "FAKE",
      "actor_01",
      null,
      {
        compression: "raw",
        identity: "01",
        method: "DeepFakeDetection",
        scene: "hugging_happy",
      },
    ],
  },
  groups: "linked",
  groupSpace: "ff++",
};

const celebDf: MiniatureTree = {
  files: {
    ...empty(
      "Celeb-real/id0_0000.mp4",
      "Celeb-real/id1_0000.mp4",
      "Celeb-synthesis/id0_id1_0000.mp4",
      "Celeb-synthesis/id1_id0_0000.mp4",
      "YouTube-real/00000.mp4",
    ),
    "List_of_testing_videos.txt":
      "1 Celeb-real/id0_0000.mp4\n0 Celeb-synthesis/id0_id1_0000.mp4\n1 YouTube-real/00170.mp4\n",
  },
  videos: {
    "Celeb-real/id0_0000.mp4": ["REAL", "id0", "test", { identity: "id0" }],
    "Celeb-real/id1_0000.mp4": ["REAL", "id1", "train", { identity: "id1" }],
    "Celeb-synthesis/id0_id1_0000.mp4": ["FAKE", "id0", "test", {
      identity: "id0",
      method: "Celeb-DF",
    }],
    "Celeb-synthesis/id1_id0_0000.mp4": ["FAKE", "id1", "train", {
      identity: "id1",
      method: "Celeb-DF",
    }],
    "YouTube-real/00000.mp4": ["REAL", "YouTube-real/00000", "train", {}],
  },
  missing: ["YouTube-real/00170.mp4"],
  groups: "linked",
};

const deeperforensics: MiniatureTree = {
  files: {
    ...empty(
      "manipulated_videos/end_to_end/000_M101.mp4",
      "manipulated_videos/end_to_end/001_W006.mp4",
      "manipulated_videos/end_to_end_level_3/000_M101.mp4",
      "source_videos/M101/light_down/angry/camera_front/M101_light_down_angry_camera_front.mp4",
    ),
    "lists/splits/train.txt": "000_M101.mp4\n",
    "lists/splits/val.txt": "",
    "lists/splits/test.txt": "001_W006.mp4\n",
  },
  videos: {
    "manipulated_videos/end_to_end/000_M101.mp4": ["FAKE", "000", "train", {
      distortion: "end_to_end",
      identity: "M101",
      method: "DeeperForensics",
    }],
    "manipulated_videos/end_to_end/001_W006.mp4": ["FAKE", "001", "test", {
      distortion: "end_to_end",
      identity: "W006",
      method: "DeeperForensics",
    }],
    "manipulated_videos/end_to_end_level_3/000_M101.mp4": ["FAKE", "000", "train", {
      distortion: "end_to_end_level_3",
      identity: "M101",
      method: "DeeperForensics",
    }],
  },
  groups: "stated",
  groupSpace: "ff++",
};

const AFRICAN = { gender: "men", race: "African" };

const fakeavceleb: MiniatureTree = {
  files: {
    ...empty(
      "RealVideo-RealAudio/African/men/id00076/00109.mp4",
      "RealVideo-FakeAudio/African/men/id00076/00109_fake.mp4",
      "FakeVideo-RealAudio/African/men/id00076/00109_id00166_1.mp4",
      "FakeVideo-FakeAudio/African/men/id00076/00109_0_id00166_wavtolip.mp4",
    ),
    "meta_data.csv": `source,target1,target2,method,category,type,race,gender,path,
id00076,-,-,real,A,RealVideo-RealAudio,African,men,00109.mp4,FakeAVCeleb/RealVideo-RealAudio/African/men/id00076
id00076,-,-,rtvc,B,RealVideo-FakeAudio,African,men,00109_fake.mp4,FakeAVCeleb/RealVideo-FakeAudio/African/men/id00076
id00076,id00166,-,faceswap,C,FakeVideo-RealAudio,African,men,00109_id00166_1.mp4,FakeAVCeleb/FakeVideo-RealAudio/African/men/id00076
id00076,id00166,0,wav2lip,D,FakeVideo-FakeAudio,African,men,00109_0_id00166_wavtolip.mp4,FakeAVCeleb/FakeVideo-FakeAudio/African/men/id00076
id00166,-,-,real,A,RealVideo-RealAudio,African,men,00010.mp4,FakeAVCeleb/RealVideo-RealAudio/African/men/id00166
`,
  },
  videos: {
    "FakeVideo-FakeAudio/African/men/id00076/00109_0_id00166_wavtolip.mp4": [
      "FAKE",
      "id00076",
      null,
      { ...AFRICAN, method: "wav2lip", type: "FakeVideo-FakeAudio" },
    ],
    "FakeVideo-RealAudio/African/men/id00076/00109_id00166_1.mp4": ["FAKE", "id00076", null, {
      ...AFRICAN,
      method: "faceswap",
      type: "FakeVideo-RealAudio",
    }],
    "RealVideo-FakeAudio/African/men/id00076/00109_fake.mp4": ["REAL", "id00076", null, {
      ...AFRICAN,
      type: "RealVideo-FakeAudio",
    }],
    "RealVideo-RealAudio/African/men/id00076/00109.mp4": ["REAL", "id00076", null, {
      ...AFRICAN,
      type: "RealVideo-RealAudio",
    }],
  },
  missing: ["RealVideo-RealAudio/African/men/id00166/00010.mp4"],
  groups: "linked",
};

/** A tree of each layout with labels, by the name of the layout. */
export const MINIATURE_TREES: Readonly<Record<string, MiniatureTree>> = {
  dfdc: {
    files: {
      ...empty("a.mp4", "b.mp4"),
      "metadata.json": '{"a.mp4": {"label": "REAL", "split": "train", "original": null}, ' +
        '"b.mp4": {"label": "FAKE", "split": "train", "original": "a.mp4"}}',
    },
    videos: {
      "a.mp4": ["REAL", "a.mp4", "train", {}],
      "b.mp4": ["FAKE", "a.mp4", "train", {}],
    },
    groups: "stated",
  },
  ...DFDC_TREES,
  ...FRAME_TREES,
  ffpp,
  dfd,
  "celeb-df": celebDf,
  deeperforensics,
  fakeavceleb,
  table: {
    files: {
      ...empty("a.mp4", "b.mp4"),
      "labels.csv": "filename,label,group,split\na.mp4,REAL,p,test\nb.mp4,FAKE,p,test\n",
    },
    videos: { "a.mp4": ["REAL", "p", "test", {}], "b.mp4": ["FAKE", "p", "test", {}] },
    groups: "stated",
  },
};
