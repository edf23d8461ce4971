/** Miniature trees of folders of classes and of frames, by the name of the layout. */
export const FRAME_TREES = {
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
} as const;
