/**
 * Writes a path as the tree does, by its text alone: `/` between folders, no spaces around it, no `.` or empty parts.
 * What leads out of the folder still does: a leading `/`, and each `..` that has nothing before it.
 */
export function plainName(text: string): string {
  const path = text.trim().replaceAll("\\", "/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return (path.startsWith("/") ? "/" : "") + parts.join("/");
}
