/** The environment variable that a pool's secret is to come from: `Shop` and `processModel.password` give `SHOP_PASSWORD`. */
export function secretName(name: string, path: string): string {
  const words = `${name}_${path.slice(path.lastIndexOf(".") + 1)}`;
  const upper = words
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_");
  return /^[A-Z]/.test(upper) ? upper : `POOL${upper.startsWith("_") ? "" : "_"}${upper}`;
}
