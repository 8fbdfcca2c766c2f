/** An absolute path of this machine as programs under Wine see it: below drive Z. */
export function windowsPath(file: string): string {
  return `Z:${file.replaceAll("/", "\\")}`;
}
