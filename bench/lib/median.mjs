// What the benches say of many measurements.

/** The value in the middle of the sorted ones. */
export function median(values) {
  return quantile(values, 1 / 2);
}

/** The value below which that part of the sorted ones lies, 0 to 1. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)];
}
