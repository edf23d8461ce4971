import { deepEqual, equal } from "node:assert/strict";
import { isSetUp, type SetupStep } from "../../../src/commands/setup/steps.ts";

/** A step that writes down what is asked of it. */
function stepWith(
  { done, renewed }: { readonly done: boolean; readonly renewed?: boolean },
): { readonly step: SetupStep; readonly asked: string[] } {
  const asked: string[] = [];
  const answer = (name: string, value: boolean) => () => {
    asked.push(name);
    return Promise.resolve(value);
  };
  const step: SetupStep = {
    title: "a step",
    isDone: answer("isDone", done),
    run: () => Promise.reject(new Error("it need not run")),
    ...(renewed !== undefined && { renew: answer("renew", renewed) }),
  };
  return { step, asked };
}

Deno.test("a step is set up when it is done, or when an older build could be brought up to date", async () => {
  const done = stepWith({ done: true, renewed: true });
  equal(await isSetUp(done.step), true);
  deepEqual(done.asked, ["isDone"]);
  const renewed = stepWith({ done: false, renewed: true });
  equal(await isSetUp(renewed.step), true);
  deepEqual(renewed.asked, ["isDone", "renew"]);
  equal(await isSetUp(stepWith({ done: false, renewed: false }).step), false);
  equal(await isSetUp(stepWith({ done: false }).step), false);
});
