// What the benches say of many measurements.

/** The value in the middle of the sorted ones. */
export function median(values: readonly number[]): number {
  return quantile(values, 1 / 2);
}

/** The value below which that part of the sorted ones lies, 0 to 1. @throws if there is no value */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)];
  if (value === undefined) throw new Error("nothing was measured");
  return value;
}

/** The median of one figure of each measurement. */
export function medianOf<T>(measurements: readonly T[], figure: (measurement: T) => number): number {
  return median(measurements.map(figure));
}
