import type { Slice } from "../../records/slice.ts";

/** A slice's name, such as `method = FaceSwap`. */
export function sliceName({ tag, value }: Pick<Slice, "tag" | "value">): string {
  return `${tag} = ${value}`;
}
