/** Extensions of archives that are read, and of those whose content is compressed as a whole, in lower case. */
const ARCHIVE_EXTENSIONS = [".zip", ".tar"] as const;
const COMPRESSED_ARCHIVE_EXTENSIONS = [
  ...[".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".tzst"],
  ...[".zip.gz", ".7z", ".rar"],
] as const;

/** Whether a file is an archive that is read, by its name. */
export function isArchiveName(name: string): boolean {
  return ARCHIVE_EXTENSIONS.some((extension) => name.toLowerCase().endsWith(extension));
}

/** Whether a file is an archive that is compressed as a whole, by its name. */
export function isCompressedArchiveName(name: string): boolean {
  return COMPRESSED_ARCHIVE_EXTENSIONS.some((extension) => name.toLowerCase().endsWith(extension));
}
