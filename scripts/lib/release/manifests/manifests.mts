// The files that make the program known to the package managers of Windows.
import { chocolateyPackage } from "./chocolatey.mts";
import type { Product } from "./product.mts";
import { scoopManifest } from "./scoop.mts";
import { wingetManifests } from "./winget.mts";

/** The files by their paths: a folder for each package manager. */
export function manifests(product: Product): Record<string, string> {
  const managers = {
    winget: wingetManifests(product),
    scoop: scoopManifest(product),
    chocolatey: chocolateyPackage(product),
  };
  return Object.fromEntries(
    Object.entries(managers).flatMap(([manager, files]) =>
      Object.entries(files).map(([file, text]) => [`${manager}/${file}`, text] as const),
    ),
  );
}
