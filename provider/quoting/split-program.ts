/**
 * A program's path, and before it the variable of the folder of Windows where the path begins with it: `%windir%\...`,
 * the only variable that a program's path can have. Each shell names it in its own way.
 */
export function splitProgram(program: string): { readonly windir: "%windir%" | ""; readonly path: string } {
  const path = /^%windir%(\\.*)$/is.exec(program)?.[1];
  return path === undefined ? { windir: "", path: program } : { windir: "%windir%", path };
}
