import assert from "node:assert/strict";
import { multiplyAdds } from "./multiply_adds.ts";

Deno.test("multiply-adds are the EfficientNet paper's: 0.39 G for B0 at 224, 37 G for B7 at 600", () => {
  const [small, large] = [multiplyAdds("b0", 224) / 1e9, multiplyAdds("b7", 600) / 1e9];
  assert.ok(Math.abs(small - 0.39) < 0.01, `${small}`);
  assert.ok(Math.abs(large - 37) < 1.5, `${large}`);
});
