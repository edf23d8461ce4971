import { checkDamage } from "../damage/check_damage.ts";
import { damageSubjects } from "../damage/damage_subjects.ts";
import { inTemporaryHome } from "../temporary_home.ts";
import { slowTest } from "./slow_only.ts";

/** Of each of the nine subjects; graphs are optimised again for each. */
const ROUNDS = 240;
const GRAPH_ROUNDS = 80;

slowTest(
  "2,000 damaged files give what they gave before, or one clear error",
  () =>
    inTemporaryHome(async (home) => {
      const seed = Number(Deno.env.get("ASSAY_TEST_SEED") ?? 1000);
      for (const subject of await damageSubjects(home)) {
        const rounds = subject.name === "graph" ? GRAPH_ROUNDS : ROUNDS;
        await checkDamage(subject, { rounds, seed });
      }
    }),
);
