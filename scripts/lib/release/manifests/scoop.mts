// The manifest for Scoop: one JSON file, which also says how a bucket finds newer versions.
import type { Download, Product } from "./product.mts";

/** The file by its name. @see {@link https://github.com/ScoopInstaller/Scoop/wiki/App-Manifests} */
export function scoopManifest(product: Product): Record<string, string> {
  const { version, programs, page } = product;
  // What follows # is the name of the downloaded file.
  const named = (url: string): string => `${url}#/iispools.exe`;
  const download = ({ url, sha256 }: Download) => ({ url: named(url), hash: sha256 });
  const newer = ({ url }: Download) => ({ url: named(url.replaceAll(version, "$version")) });
  const manifest = {
    version,
    description: product.summary,
    homepage: page,
    license: product.license,
    architecture: { "64bit": download(programs.x64), arm64: download(programs.arm64) },
    bin: "iispools.exe",
    checkver: { github: page },
    autoupdate: {
      architecture: { "64bit": newer(programs.x64), arm64: newer(programs.arm64) },
      hash: { url: "$baseurl/SHA256SUMS" },
    },
  };
  return { "iispools.json": `${JSON.stringify(manifest, null, 4)}\n` };
}
