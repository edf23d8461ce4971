/** Path of something in a folder of a tree. @param folder `""`: the outermost */
export function pathIn(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
