// The package for Chocolatey: a nuspec, and a script that downloads the program. Chocolatey knows x64 only, which also runs on arm64.
import { escapeAttribute } from "#dist/provider/xml/escape.js";
import type { Product } from "./product.mts";

/** The files by their paths; `choco pack` takes them. @see {@link https://docs.chocolatey.org/en-us/create/create-packages} */
export function chocolateyPackage(product: Product): Record<string, string> {
  return { "iispools.nuspec": nuspec(product), "tools/chocolateyinstall.ps1": installScript(product) };
}

function nuspec(product: Product): string {
  const members = {
    id: "iispools",
    version: product.version,
    packageSourceUrl: product.page,
    owners: product.publisher,
    title: "iispools",
    authors: product.publisher,
    projectUrl: product.page,
    licenseUrl: `${product.files}/LICENSE`,
    requireLicenseAcceptance: "false",
    projectSourceUrl: product.page,
    docsUrl: `${product.files}/docs/README.md`,
    bugTrackerUrl: `${product.page}/issues`,
    tags: product.keywords.join(" "),
    summary: product.summary,
    description: product.description,
    releaseNotes: `${product.page}/releases/tag/v${product.version}`,
  };
  const lines = Object.entries(members).map(([name, text]) => `    <${name}>${escapeAttribute(text)}</${name}>\n`);
  return `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2015/06/nuspec.xsd">
  <metadata>
${lines.join("")}  </metadata>
  <files>
    <file src="tools\\**" target="tools" />
  </files>
</package>
`;
}

function installScript({ programs: { x64 } }: Product): string {
  return `$ErrorActionPreference = 'Stop'

$download = @{
  PackageName    = $env:ChocolateyPackageName
  FileFullPath   = Join-Path $PSScriptRoot 'iispools.exe'
  Url64bit       = '${x64.url}'
  Checksum64     = '${x64.sha256}'
  ChecksumType64 = 'sha256'
}
Get-ChocolateyWebFile @download
`;
}
