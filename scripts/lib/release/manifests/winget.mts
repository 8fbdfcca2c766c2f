// Manifests for winget: three YAML files of schema 1.12, for a portable program.
import { stringify } from "yaml";
import type { Product } from "./product.mts";

const ManifestVersion = "1.12.0";
const PackageIdentifier = "pulumi-iis.iispools";
const PackageLocale = "en-US";

/** The files by their names, which lie in one folder of winget-pkgs. @see {@link https://aka.ms/winget-manifest} */
export function wingetManifests(product: Product): Record<string, string> {
  const own = { PackageIdentifier, PackageVersion: product.version };
  return {
    [`${PackageIdentifier}.yaml`]: manifest("version", { ...own, DefaultLocale: PackageLocale }),
    [`${PackageIdentifier}.installer.yaml`]: manifest("installer", {
      ...own,
      // What the Node.js in it requires: Windows 10 and Windows Server 2016.
      MinimumOSVersion: "10.0.14393.0",
      InstallerType: "portable",
      Commands: ["iispools"],
      Installers: Object.entries(product.programs).map(([cpu, { url, sha256 }]) => ({
        Architecture: cpu,
        InstallerUrl: url,
        InstallerSha256: sha256.toUpperCase(),
      })),
    }),
    [`${PackageIdentifier}.locale.${PackageLocale}.yaml`]: manifest("defaultLocale", {
      ...own,
      PackageLocale,
      Publisher: product.publisher,
      PublisherUrl: product.page,
      PublisherSupportUrl: `${product.page}/issues`,
      PackageName: "iispools",
      PackageUrl: product.page,
      License: product.license,
      LicenseUrl: `${product.files}/LICENSE`,
      ShortDescription: product.summary,
      Description: product.description,
      Moniker: "iispools",
      Tags: product.keywords,
      ReleaseNotesUrl: `${product.page}/releases/tag/v${product.version}`,
    }),
  };
}

function manifest(ManifestType: string, members: object): string {
  const schema = `https://aka.ms/winget-manifest.${ManifestType}.${ManifestVersion}.schema.json`;
  return `# yaml-language-server: $schema=${schema}\n\n${stringify({ ...members, ManifestType, ManifestVersion })}`;
}
