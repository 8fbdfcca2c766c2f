import type { FileFault, Position } from "../errors";

/** A fault as one line: `pools.yaml:7:9 pools.Shop.recycling.periodicRestart.memroy: unknown key …` */
export function formatFault({ position, path, message }: FileFault): string {
  const place = [position === undefined ? "" : formatPosition(position), path].filter((part) => part !== "").join(" ");
  return place === "" ? message : `${place}: ${message}`;
}

/** A place as editors and terminals jump to it: `pools.yaml:7:9`. */
export function formatPosition({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
