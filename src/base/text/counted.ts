/** `1 video`, `2 videos`: all text that tells a count of something is made here. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
