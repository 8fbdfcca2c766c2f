/** KB in each unit of memory that is read and shown; units are powers of 1024, as in IIS Manager. */
export const memoryUnits = { KB: 1, MB: 1024, GB: 1024 ** 2, TB: 1024 ** 3 } as const;

/** An amount of KB for people: `1572864 KB (1.5 GB)`, `512 KB`, `0`. */
export function describeMemory(kilobytes: number): string {
  if (kilobytes === 0) return "0";
  const unit = (["TB", "GB", "MB"] as const).find((name) => kilobytes >= memoryUnits[name]);
  if (unit === undefined) return `${kilobytes} KB`;
  const amount = kilobytes / memoryUnits[unit];
  const rounded = Math.round(amount * 100) / 100;
  return `${kilobytes} KB (${rounded === amount ? "" : "about "}${rounded} ${unit})`;
}

/** Thousandths of a percent for people: `50000 (50 %)`, `0`. */
export function describePercent(thousandths: number): string {
  return thousandths === 0 ? "0" : `${thousandths} (${thousandths / 1000} %)`;
}
