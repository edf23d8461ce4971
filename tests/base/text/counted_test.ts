import { equal } from "node:assert/strict";
import { counted } from "../../../src/base/text/counted.ts";

Deno.test("a count of one is singular, any other plural", () => {
  const text = [0, 1, 2, 11].map((count) => counted(count, "labelled video"));
  equal(
    text.join(", "),
    "0 labelled videos, 1 labelled video, 2 labelled videos, 11 labelled videos",
  );
});
