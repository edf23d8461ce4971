import { ok } from "node:assert/strict";
import { inTemporaryHome } from "../temporary_home.ts";
import { checkDamage } from "./check_damage.ts";
import { damageSubjects } from "./damage_subjects.ts";

/** What is worked out anew where it is damaged, and so never refused. */
const MADE_AGAIN = ["hash note", "stage cache", "graph"];

Deno.test("damaged files give what they gave before, or one clear error: never another number", (t) =>
  inTemporaryHome(async (home) => {
    for (const subject of await damageSubjects(home)) {
      await t.step(subject.name, async () => {
        const rounds = subject.name === "graph" ? 10 : 25;
        const refused = await checkDamage(subject, { rounds, seed: 1 });
        ok(MADE_AGAIN.includes(subject.name) ? refused === 0 : refused > 0, `${refused} refused`);
      });
    }
  }));
