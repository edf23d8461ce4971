import { deepEqual, ok } from "node:assert/strict";
import type { Point } from "../../src/records/face.ts";
import { transformPoint } from "../../src/base/numeric/images/similarity_transform.ts";
import { facePose, FRONTAL_LANDMARKS } from "../../src/demo/face_geometry.ts";
import {
  type BlendSettings,
  type FaceFrame,
  maskWeight,
  selfBlend,
} from "../../src/demo/self_blend.ts";

const WIDTH = 120, HEIGHT = 100;

const SETTINGS: BlendSettings = {
  resolution: 30,
  kernel: "bicubic",
  colourShift: [0, 0, 0],
  contrast: 1,
  mask: { centreY: 0.5, halfWidth: 0.9, halfHeight: 1.2, taper: 0.1, feather: 0.3 },
};

/** A smooth picture that moves with the face: a function of the place in face units. */
function faceFrame(pose: { scale: number; turn: number; x: number; y: number }): FaceFrame {
  const a = pose.scale * Math.cos(pose.turn), b = pose.scale * Math.sin(pose.turn);
  const landmarks = FRONTAL_LANDMARKS.map((point): Point =>
    transformPoint({ a, b, shiftX: pose.x, shiftY: pose.y }, point)
  );
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let i = 0; i < data.length; i++) {
    const [u, v] = faceUnits(landmarks, Math.floor(i / 3));
    data[i] = 120 + 60 * Math.sin(2 * u + (i % 3)) * Math.cos(1.5 * v);
  }
  return { image: { width: WIDTH, height: HEIGHT, data }, landmarks };
}

function faceUnits(landmarks: readonly Point[], pixel: number): Point {
  const { a, b, shiftX, shiftY } = facePose(landmarks);
  const x = pixel % WIDTH - shiftX, y = Math.floor(pixel / WIDTH) - shiftY;
  return [(a * x + b * y) / (a * a + b * b), (a * y - b * x) / (a * a + b * b)];
}

const donor = faceFrame({ scale: 26, turn: 0.2, x: 50, y: 40 });
const target = faceFrame({ scale: 30, turn: -0.15, x: 65, y: 35 });

function meanInside(frame: FaceFrame, data: Uint8Array, channel: number): number {
  let sum = 0, count = 0;
  for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
    const [u, v] = faceUnits(frame.landmarks, pixel);
    if (maskWeight(SETTINGS.mask, u, v) < 1) continue;
    sum += data[3 * pixel + channel]!;
    count += 1;
  }
  return sum / count;
}

Deno.test("an identical face is invisible in the target, whatever the donor's head pose", () => {
  for (const kernel of ["bilinear", "bicubic"] as const) {
    const blended = selfBlend(donor, target, { ...SETTINGS, kernel });
    const worst = blended.data.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - target.image.data[i]!)),
      0,
    );
    ok(worst <= 2, `${kernel}: off by ${worst}`);
  }
});

Deno.test("pixels outside the mask are unchanged, and the target itself is not modified", () => {
  const before = target.image.data.slice();
  const blended = selfBlend(donor, target, { ...SETTINGS, colourShift: [40, 40, 40] });
  deepEqual(target.image.data, before);
  let changed = 0;
  for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
    const [u, v] = faceUnits(target.landmarks, pixel);
    const same = blended.data[3 * pixel] === before[3 * pixel];
    if (maskWeight(SETTINGS.mask, u, v) === 0) ok(same);
    else if (!same) changed += 1;
  }
  ok(changed > 1000);
});

Deno.test("the colour shift equals the change of the face's mean colour", () => {
  const shift = [12, -8, 4] as const;
  const plain = selfBlend(donor, target, SETTINGS).data;
  const shifted = selfBlend(donor, target, { ...SETTINGS, colourShift: shift }).data;
  for (let channel = 0; channel < 3; channel++) {
    const moved = meanInside(target, shifted, channel) - meanInside(target, plain, channel);
    ok(Math.abs(moved - shift[channel]!) < 0.1);
  }
});

Deno.test("a low resolution softens the face", () => {
  const noisy: FaceFrame = {
    ...donor,
    image: { ...donor.image, data: donor.image.data.map((v, i) => v + (i % 7 < 3 ? 25 : -25)) },
  };
  const roughness = (resolution: number) => {
    const { data } = selfBlend(noisy, target, { ...SETTINGS, resolution });
    let sum = 0;
    for (let i = 3; i < data.length; i++) sum += Math.abs(data[i]! - data[i - 3]!);
    return sum;
  };
  ok(roughness(9) < roughness(30));
});

Deno.test("a face partly outside the frame is blended inside it", () => {
  const edge = faceFrame({ scale: 30, turn: 0, x: 2, y: 3 });
  const { data } = selfBlend(donor, edge, { ...SETTINGS, colourShift: [30, 0, 0] });
  ok(data[3 * (10 * WIDTH)]! > edge.image.data[3 * (10 * WIDTH)]! + 10);
});
