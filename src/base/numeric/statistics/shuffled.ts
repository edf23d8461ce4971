import type { RandomBelow } from "./seeded_random.ts";

/** Shuffles 0 … count − 1, all orders equally likely (Fisher and Yates). */
export function shuffled(count: number, random: RandomBelow): number[] {
  const order = Array.from({ length: count }, (_, place) => place);
  for (let place = count - 1; place > 0; place--) {
    const other = random(place + 1);
    [order[place], order[other]] = [order[other]!, order[place]!];
  }
  return order;
}
