// Tries a network on the verification images, with little patience, and exits as a command does.
import { AssayError } from "../../src/records/errors.ts";
import { systemClock } from "../../src/platform/host/clock.ts";
import { scoreVerificationImages } from "../../src/models/fixed_image_scores.ts";
import { card as example } from "../pipeline/example_plan.ts";

const card = {
  input: { ...example.input, name: "image", size: 32 },
  output: { name: "logit", activation: "sigmoid", index: 0, polarity: "fake" },
} as const;
const patience = { milliseconds: 600, clock: systemClock };
try {
  await scoreVerificationImages(Deno.args[0]!, { card, precision: "fp32", patience });
} catch (error) {
  if (!(error instanceof AssayError)) throw error;
  console.log(error.code);
  Deno.exit(error.exitCode);
}
