import type { QuarterTurn } from "../../records/video.ts";
import type { Reads } from "../part.ts";
import type { FrameTurning } from "./contract.ts";
import type { Rotation } from "./parameters.ts";

const reads = ["rotation"] as const;

/** The values other than the reference's, which appear in names. */
const OTHERS = ["display", "none"] as const satisfies readonly Rotation[];

/** The rotation of frames whose container has rotation metadata. */
export const frameTurning = {
  reads,
  turn: (opencv: QuarterTurn, { rotation }: Reads<typeof reads>) => turnOf(rotation, opencv),
  mark(turn: QuarterTurn, opencv: QuarterTurn) {
    if (turn === opencv) return "";
    const rotation = OTHERS.find((other) => turnOf(other, opencv) === turn);
    return rotation === undefined ? "" : `+${rotation}`;
  },
} satisfies FrameTurning;

/** @param opencv the rotation in OpenCV 4.6, which rotates by 90° and 270° in the wrong direction */
function turnOf(rotation: Rotation, opencv: QuarterTurn): QuarterTurn {
  switch (rotation) {
    case "opencv46":
      return opencv;
    case "display":
      return opencv === 90 ? 270 : opencv === 270 ? 90 : opencv;
    case "none":
      return 0;
    default:
      return rotation satisfies never;
  }
}
