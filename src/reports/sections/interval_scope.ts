import type { GroupFacts } from "../../records/video.ts";

/** The statement of what intervals over a dataset's groups say something about. */
export function intervalScope({ scope }: GroupFacts): string {
  return `The 95 % CIs hold for ${scope}.`;
}
