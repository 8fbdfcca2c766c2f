// The one error when there is no CLI: what was tried, and what would help.

/**
 * @param {string} version
 * @param {string} goVersion the oldest Go that can build it
 * @param {{ name: string, reason: string }[]} attempts
 * @returns {string}
 */
export function noCliMessage(version, goVersion, attempts) {
  const tried = attempts.map(({ name, reason }) => `  - ${name}: ${reason.replaceAll("\n", "\n      ")}`);
  return [
    `There is no Pulumi CLI ${version}. Tried in this order:`,
    ...tried,
    "Any one of these helps:",
    "  - set PULUMI_IIS_CLI_DIR to a folder with pulumi, pulumi-language-nodejs and pulumi-resource-pulumi-nodejs",
    `  - install Pulumi ${version} so that it is on PATH (https://www.pulumi.com/docs/install/)`,
    `  - install Go ${goVersion} or newer (https://go.dev/dl/) with access to a Go module proxy, to build it`,
    "  - allow the network: https://get.pulumi.com is where the download comes from",
  ].join("\n");
}
