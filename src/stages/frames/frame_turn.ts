import type { QuarterTurn } from "../../records/video.ts";
import type { Reads } from "../part.ts";
import type { FrameTurning } from "./contract.ts";
import type { Rotation } from "./parameters.ts";

const reads = ["rotation"] as const;

/** The values that names tell apart from the reference's. */
const OTHERS = ["display", "none"] as const satisfies readonly Rotation[];

/** How frames are turned whose container says that they lie on their side or head. */
export const frameTurning = {
  reads,
  turn: (opencv: QuarterTurn, { rotation }: Reads<typeof reads>) => turnOf(rotation, opencv),
  mark(turn: QuarterTurn, opencv: QuarterTurn) {
    if (turn === opencv) return "";
    const rotation = OTHERS.find((other) => turnOf(other, opencv) === turn);
    return rotation === undefined ? "" : `+${rotation}`;
  },
} satisfies FrameTurning;

/** @param opencv what OpenCV 4.6 does, which takes the angle of 90° and 270° for one in the other direction */
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
