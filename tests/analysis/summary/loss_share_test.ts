import { equal } from "node:assert/strict";
import { lossShareText, videosOfHalf } from "../../../src/analysis/summary/loss_share.ts";

const RUN = { labels: Int8Array.of(1, 0, 1, -1, 0) };
const SCORES = { probabilities: Float64Array.of(0.8, 0.2, 0, 0, 0.5) };

Deno.test("half of the loss is made by the largest losses", () => {
  equal(videosOfHalf(Float64Array.of(1, 1, 1, 1)), 2);
  equal(videosOfHalf(Float64Array.of(0.1, 5, 0.1)), 1);
  equal(videosOfHalf(Float64Array.of(3, 1, 3)), 2);
  equal(videosOfHalf(new Float64Array(3)), 0);
});

Deno.test("the log loss with other clips is that of the labelled videos, and the run's own is not repeated", () => {
  const others = -2 * Math.log(0.8) - Math.log(0.5);
  const withClip = (clip: number) => ((others - Math.log(clip)) / 4).toFixed(3);
  equal(
    lossShareText(SCORES as never, RUN as never, 1e-15),
    "1 of 4 labelled videos makes half of the log loss. With another clip it would be " +
      `${withClip(1e-7)} with 1e-7, or ${withClip(1e-3)} with 0.001.`,
  );
  equal(
    lossShareText(SCORES as never, RUN as never, 0.01),
    "1 of 4 labelled videos makes half of the log loss. With another clip it would be " +
      `${withClip(1e-15)} with 1e-15, ${withClip(1e-7)} with 1e-7, or ${
        withClip(1e-3)
      } with 0.001.`,
  );
});
