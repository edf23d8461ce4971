import { join } from "node:path";
import { PRESETS } from "../src/config/presets.ts";
import { inputTensor } from "../src/stages/classifiers/input_tensor.ts";
import { detectorInputs } from "../src/stages/faces/detector_input.ts";
import { mtcnn } from "../src/stages/faces/mtcnn.ts";
import { openMtcnnNetworks } from "../src/stages/faces/mtcnn_networks.ts";
import { pyramidLevels } from "../src/stages/faces/mtcnn_pyramid.ts";
import { networkInputs } from "../src/stages/faces/network_input.ts";
import { facePreparations } from "../src/stages/faces/preparation.ts";
import { boxKernels } from "../src/base/numeric/boxes/box_kernels.ts";
import { boxRows, rowAt } from "../src/base/numeric/boxes/box_rows.ts";
import { jpegEncoder } from "../src/base/numeric/jpeg/encode_jpeg.ts";
import { halfSize, halfSizes } from "../src/base/numeric/pillow/half_size.ts";
import { projectRoot } from "../src/platform/files/project.ts";
import { hashedByte, imageOf } from "../tests/base/numeric/images/made_images.ts";

// deno task bench:kernels
// One thread. The frames are made up: what a real one costs R- and O-Net depends on its faces.

const REFERENCE = PRESETS.reference;
const frame = madeFrame(1920, 1080);
const oddFrame = madeFrame(853, 480);
const input = halfSize(frame);

const half = halfSizes();
Deno.bench("half size, 1920×1080", () => {
  half(frame);
});
const halfOfOdd = halfSizes();
Deno.bench("half size, 853×480 (odd)", () => {
  halfOfOdd(oddFrame);
});

const inputs = networkInputs();
Deno.bench("integral image, 960×540", () => {
  inputs.setImage(input);
});
inputs.setImage(input);
const levels = pyramidLevels(input, REFERENCE);
Deno.bench(`all ${levels.length} pyramid levels, 960×540`, () => {
  for (const level of levels) inputs.level(level);
});
const windows = Array.from({ length: 250 }, (_, i) => ({
  top: i,
  bottom: i + 30 + i % 90,
  left: 2 * i,
  right: 2 * i + 30 + i % 90,
}));
Deno.bench("250 windows of R-Net", () => {
  inputs.squares(windows, 24);
});
Deno.bench("40 windows of O-Net", () => {
  inputs.squares(windows.slice(0, 40), 48);
});

const boxes = boxRows(1000, 9);
for (let i = 0; i < 1000; i++) {
  const score = Math.fround((i * 37 % 1000) / 1000);
  rowAt(boxes, i).set([i % 97, i % 53, i % 97 + 20, i % 53 + 20, score]);
}
const kernels = boxKernels();
Deno.bench("suppression among 1000 boxes", () => {
  kernels.suppressByUnion(boxes, 0.7);
});

const FACES = [
  { name: "200×260 up to 380", width: 200, height: 260 },
  { name: "420×520 down to 380", width: 420, height: 520 },
  { name: "608×760 down to 380 (2:1)", width: 608, height: 760 },
] as const;
const prepareFace = facePreparations();
for (const { name, width, height } of FACES) {
  const rectangle = { top: 100, bottom: 100 + height, left: 300, right: 300 + width };
  for (const resize of ["area_down_cubic_up", "cubic_down_area_up"] as const) {
    Deno.bench(`crop, resize and pad, ${name}, ${resize}`, () => {
      prepareFace(frame, rectangle, { size: 380, resize, fit: "black" });
    });
  }
}

const taken = {
  ...{ name: "image", size: 380, layout: "NCHW", channels: "RGB", scale: 1 / 255 } as const,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
} as const;
const face = madeFrame(380, 380), tensor = inputTensor(taken, 1);
Deno.bench("normalise a face, 380×380", () => {
  tensor.fill(face.data);
});

const thumbnail = madeFrame(96, 128), jpegs = jpegEncoder();
Deno.bench("colours and cosine transform of a thumbnail, 96×128", () => {
  jpegs.setImage(thumbnail);
});
jpegs.setImage(thumbnail);
Deno.bench("quantising and coding it", () => {
  jpegs.write({ quality: 60, most: 3000 });
});

const folder = join(projectRoot(), "models", "mtcnn");
const networks = await openMtcnnNetworks(folder, { provider: "cpu", threads: 1 })
  .catch(() => null); // not built: the rest is measured all the same
if (networks) {
  // Deno waits only for functions that are declared async.
  Deno.bench("P-Net over all levels, with its inputs", async () => {
    for (const level of levels) await networks.pnet(inputs.level(level), level);
  });
  const squares24 = inputs.squares(windows, 24).slice();
  Deno.bench("R-Net, 250 windows", async () => {
    await networks.rnet(squares24, 250);
  });
  const squares48 = inputs.squares(windows.slice(0, 40), 48).slice();
  Deno.bench("O-Net, 40 windows", async () => {
    await networks.onet(squares48, 40);
  });
  const detector = mtcnn(networks, REFERENCE), detectorInput = detectorInputs();
  Deno.bench("half size and detection, 1920×1080", async () => {
    await detector.detect(detectorInput(frame, 0.5));
  });
}

/** Soft shapes with a camera's noise. */
function madeFrame(width: number, height: number) {
  return imageOf(
    width,
    height,
    (x, y, c) =>
      128 + 90 * Math.sin(x / 40 + c) * Math.cos(y / 30) + hashedByte(y * width + x) / 16,
  );
}
