import type { Reads } from "../part.ts";
import type { FaceLimits } from "./contract.ts";

const reads = ["noFace", "maxFaces"] as const;

/** The part that decides which faces are scored, for every face detector. */
export const faceLimits = {
  reads,
  rules: ({ noFace, maxFaces }: Reads<typeof reads>) => ({
    abortsWithoutFace: noFace === "abort",
    limit: maxFaces === "none" ? Infinity : maxFaces,
  }),
} satisfies FaceLimits;
