// What the manifests of all package managers say of the program.
import { readFileSync } from "node:fs";
import { projectPage, publisher, keywords } from "#dist/provider/pulumi/package-schema/publication.js";
import { checksumOf } from "../checksums.mts";

export interface Product {
  readonly version: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  readonly description: string;
  readonly license: string;
  readonly publisher: string;
  readonly keywords: readonly string[];
  /** The page of the project, without a slash at its end. */
  readonly page: string;
  /** Where files of the repository are shown, at this version. */
  readonly files: string;
  /** Where the files of the release are downloaded. */
  readonly downloads: string;
  /** The executables for Windows by Node's names of processors. */
  readonly programs: Readonly<Record<"x64" | "arm64", Download>>;
}

export interface Download {
  readonly url: string;
  /** 64 lowercase hexadecimal digits. */
  readonly sha256: string;
}

/**
 * What is released.
 *
 * @param artifacts the folder with the executables and SHA256SUMS
 */
export function product(artifacts: string): Product {
  const { version, license } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
    "version" | "license",
    string
  >;
  const downloads = `${projectPage}/releases/download/v${version}`;
  const program = (cpu: string): Download => {
    const file = `iispools-${version}-win-${cpu}.exe`;
    return { url: `${downloads}/${file}`, sha256: checksumOf(artifacts, file) };
  };
  return {
    ...{ version, license, publisher, downloads, page: projectPage },
    keywords: keywords.map((keyword) => keyword.replaceAll(" ", "-")),
    files: `${projectPage}/blob/v${version}`,
    summary: "IIS application pools as reviewed code",
    description:
      "iispools compares IIS application pools with YAML files, shows a plan, and applies it in one commit. " +
      "It works on this server, on servers over SSH, and on a copied applicationHost.config. The program requires no other software.",
    programs: { x64: program("x64"), arm64: program("arm64") },
  };
}
