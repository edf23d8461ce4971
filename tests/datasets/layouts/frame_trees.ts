const RGB = "/author/datasets/rgb/FaceForensics++";
const REAL_FRAMES = "FaceForensics++/original_sequences/youtube/c23/frames";
const SWAPS = "FaceForensics++/manipulated_sequences";

/** Miniature trees of folders of classes and of frames, by the name of the layout. */
export const FRAME_TREES = {
  folders: {
    files: {
      "test/Real/a.mp4": "",
      "test/Fake/Deepfakes/a.mp4": "",
      "test/Fake/FaceSwap/seq/1.png": "",
      "test/Fake/FaceSwap/seq/2.png": "",
      "train/Real/a.mp4": "",
      "train/Fake/FaceSwap/b.mkv": "",
      "train/Fake/readme.txt": "",
    },
    videos: {
      "test/Fake/Deepfakes/a.mp4": ["FAKE", "test/Fake/Deepfakes/a.mp4", "test", {
        method: "Deepfakes",
      }],
      "test/Fake/FaceSwap/seq": ["FAKE", "test/Fake/FaceSwap/seq", "test", { method: "FaceSwap" }],
      "test/Real/a.mp4": ["REAL", "test/Real/a.mp4", "test", {}],
      "train/Fake/FaceSwap/b.mkv": ["FAKE", "train/Fake/FaceSwap/b.mkv", "train", {
        method: "FaceSwap",
      }],
      "train/Real/a.mp4": ["REAL", "train/Real/a.mp4", "train", {}],
    },
    groups: "own",
  },
  wilddeepfake: {
    files: {
      "fake_test/8/fake/0/0.png": "",
      "fake_train/12/fake/103/10.png": "",
      "fake_train/12/fake/103/9.png": "",
      "fake_train/12/fake/104/0.png": "",
      "real_test/7/0.png": "",
      "real_train/12/real/0/0.png": "",
    },
    videos: {
      "fake_test/8/fake/0": ["FAKE", "8", "test", {}],
      "fake_train/12/fake/103": ["FAKE", "12", "train", {}],
      "fake_train/12/fake/104": ["FAKE", "12", "train", {}],
      "real_test/7": ["REAL", "7", "test", {}],
      "real_train/12/real/0": ["REAL", "12", "train", {}],
    },
    groups: "stated",
  },
  deepfakebench: {
    files: {
      "FF-DF.json": JSON.stringify({
        "FF-DF": {
          "FF-real": {
            train: {},
            test: {
              c23: {
                "000": {
                  label: "FF-real",
                  frames: ["10", "9", "100"].map((name) =>
                    `${RGB}/original_sequences/youtube/c23/frames/000/${name}.png`
                  ),
                },
              },
              c40: {},
            },
          },
          "FF-DF": {
            val: { c23: { "953_974": { label: "FF-DF", frames: [] } } },
            test: {
              c23: {
                "000_003": {
                  label: "FF-DF",
                  frames: [
                    "FaceForensics++\\manipulated_sequences\\Deepfakes\\c23\\frames\\000_003\\1.png",
                  ],
                  masks: [],
                },
              },
            },
          },
        },
      }),
      [`${REAL_FRAMES}/000/9.png`]: "",
      [`${REAL_FRAMES}/000/10.png`]: "",
      [`${REAL_FRAMES}/000/100.png`]: "",
      [`${SWAPS}/Deepfakes/c23/frames/000_003/1.png`]: "",
    },
    videos: {
      "FF-DF/000_003": ["FAKE", "000_003", "test", {
        compression: "c23",
        dataset: "FF-DF",
        method: "Deepfakes",
      }],
      "FF-real/000": ["REAL", "000_003", "test", { compression: "c23", dataset: "FF-DF" }],
    },
    missing: ["FF-DF/953_974"],
    groups: "stated",
    groupSpace: "ff++",
  },
} as const;
