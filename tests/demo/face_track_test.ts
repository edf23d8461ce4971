import { deepEqual, ok, throws } from "node:assert/strict";
import type { Point } from "../../src/records/face.ts";
import { FRONTAL_LANDMARKS } from "../../src/demo/face_geometry.ts";
import { steadyTrack, trackMisfit } from "../../src/demo/face_track.ts";

const face = (x: number, size = 40): readonly Point[] =>
  FRONTAL_LANDMARKS.map(([u, v]): Point => [x + size * u, 90 + size * v]);

Deno.test("a frame without a face is interpolated between its neighbours", () => {
  const track = steadyTrack([face(10), null, face(14)], 0);
  deepEqual(track[1], steadyTrack([face(12)], 0)[0]);
});

Deno.test("a smoothed track moves less between frames than the detections", () => {
  const found = Array.from({ length: 30 }, (_, i) => face(100 + (i % 2) * 2));
  const steps = (track: readonly (readonly Point[])[]) =>
    track.slice(1).reduce((sum, points, i) => sum + Math.abs(points[0]![0] - track[i]![0]![0]), 0);
  ok(steps(steadyTrack(found, 1.5)) < 0.2 * steps(found));
});

Deno.test("a head in uniform motion is tracked without lag", () => {
  const track = steadyTrack(Array.from({ length: 30 }, (_, i) => face(2 * i)), 1.5);
  ok(Math.abs(track[15]![2]![0] - face(30)[2]![0]) <= 1 / 64);
});

Deno.test("a face fits itself at any distance, and a turned head less", () => {
  const near = [face(50), face(52)], far = [face(200, 20), face(10, 80)];
  ok(trackMisfit(far, near) < 1e-9);
  const turned = near.map((points) => points.with(2, [points[2]![0] + 8, points[2]![1]]));
  ok(trackMisfit(turned, near) > 1);
});

Deno.test("a clip without any face is refused", () => {
  throws(() => steadyTrack([null, null], 1), RangeError);
});
