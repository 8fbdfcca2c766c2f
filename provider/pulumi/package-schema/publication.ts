/** Where and as what the project is published: the one place for it. `npm run check` compares package.json. */

/**
 * A placeholder until the project has a public repository. On GitHub no account has a name that begins with a hyphen, so the engine
 * cannot download a plugin of a stranger from there.
 */
export const projectPage = "https://github.com/-OWNER-/pulumi-iis";

/** Who publishes the package, in the registries that ask for a name. */
export const publisher = "pulumi-iis";

/** What people search for. */
export const keywords = ["pulumi", "iis", "appcmd", "application pool", "windows", "infrastructure as code"] as const;

/** The same for the Pulumi Registry, which has words of its own for kinds. */
const registryKeywords = [...keywords, "category/infrastructure", "kind/native"];

/**
 * The members of the package schema that say where the package comes from.
 *
 * @param version of the package: the logo is that of its commit
 */
export function publication(version: string) {
  return {
    keywords: registryKeywords,
    homepage: projectPage,
    license: "Apache-2.0",
    repository: projectPage,
    logoUrl: `${projectPage}/raw/v${version}/docs/pictures/logo.svg`,
    publisher,
    // The releases of the repository, which have the plugin's archives.
    pluginDownloadURL: projectPage.replace("https://github.com/", "github://api.github.com/"),
  };
}
