import { basename } from "node:path";
import { type Command, plain } from "../../appcmd/argument";
import { clearConfig, setConfig } from "../../appcmd/command";
import { escapeValue, setAttribute, settingPath } from "../../appcmd/edit";
import {
  type Ask,
  type Bench,
  doctorPool,
  type DoctorProbes,
  NotVerified,
  removeWithRetry,
  type TemporaryFile,
} from "./bench";
import { entriesOf, poolExists, listPool, must, words } from "./doctor-pool";

/** The result of a second backup with the same name; the doctor removes its backup. */
export const backupProbes: DoctorProbes = {
  "backup-of-taken-name": {
    needsWrite: true,
    observe: async ({ ask }) => {
      if (await hasBackup(ask)) throw new NotVerified(`a backup ${doctorPool} already exists`);
      try {
        await must(ask, words("add", "backup", doctorPool));
        const second = await ask(words("add", "backup", doctorPool));
        return second.verdict === "done" ? "overwrites" : "refused";
      } finally {
        // Also after the first was interrupted: it may exist.
        await removeWithRetry(() => remove(ask), `remove the backup yourself: appcmd delete backup ${doctorPool}`);
      }
    },
  },
};

async function hasBackup(ask: Ask): Promise<boolean> {
  const { stdout } = await ask(words("list", "backup", doctorPool));
  return stdout.includes(`"${doctorPool}"`);
}

async function remove(ask: Ask): Promise<void> {
  if (await hasBackup(ask)) await must(ask, words("delete", "backup", doctorPool));
}

const pool = "zz-pulumi-iis-doctor-file";
const other = `${pool}-2`;
const schedulePath = ["recycling", "periodicRestart", "schedule"];

/** Checks on a separate configuration file, which no server uses: `/apphostconfig`. */
export const fileProbes: DoctorProbes = {
  "exit-code-malformed-file": {
    needsWrite: false,
    observe: (bench) =>
      withFile(bench, "<configuration>\r\n  <broken\r\n", async (file, where) => {
        const { exitCode, stdout } = await bench.ask([...words("list", "apppool"), ...where]);
        // The error names the file in every language; an appcmd that does not know the parameter cannot do that.
        const isAboutFile = stdout.toLowerCase().includes(basename(file.path).toLowerCase());
        if (!isAboutFile) throw new NotVerified(notKnown);
        return String(exitCode);
      }),
  },
  "set-without-change": {
    needsWrite: true,
    observe: (bench) =>
      withFile(bench, config(`<add name="${pool}" queueLength="1001" />`), async (file, where) => {
        await mustHave(bench.ask, where);
        await must(bench.ask, [...setConfig([setAttribute({ pool }, "queueLength", "1001")]), ...where]);
        return file.isTouched() ? "commits" : "skips";
      }),
  },
  "clear-config-on-collection": {
    needsWrite: true,
    observe: (bench) => {
      const times = (time: string): string =>
        `<recycling><periodicRestart><schedule><add value="${time}" /></schedule></periodicRestart></recycling>`;
      return withFile(bench, config(...inherit(times("03:00:00"), times("01:00:00"))), async (_file, where) => {
        await mustHave(bench.ask, where);
        await must(bench.ask, [...clearConfig([settingPath({ pool }, schedulePath.join("."))]), ...where]);
        const seen = entriesOf(await listPool(bench.ask, "effective", pool, where), schedulePath, "value").join();
        return seen === "01:00:00" ? "inherits" : seen === "" ? "empties" : seen;
      });
    },
  },
  "inherited-environment-variables": {
    needsWrite: false,
    observe: (bench) => {
      const variable = (name: string): string =>
        `<environmentVariables><add name="${name}" value="1" /></environmentVariables>`;
      const pools = [...inherit(variable("OWN"), variable("INHERITED")), `<add name="${other}" />`];
      return withFile(bench, config(...pools), async (_file, where) => {
        await mustHave(bench.ask, where);
        const names = async (of: string): Promise<string> =>
          entriesOf(await listPool(bench.ask, "effective", of, where), ["environmentVariables"], "name")
            .sort()
            .join();
        const own = await names(pool);
        const without = await names(other);
        if (own === "INHERITED,OWN") return "merged";
        if (own !== "OWN") return own === "" ? "none" : own;
        return without === "INHERITED" ? "own-or-inherited" : "never";
      });
    },
  },
  "delete-of-used-pool": {
    needsWrite: true,
    observe: (bench) =>
      withFile(bench, config(`<add name="${pool}" />`), async (_file, where) => {
        await mustHave(bench.ask, where);
        const { stdout } = await bench.ask([...words("list", "app"), ...where]);
        if (!stdout.includes(`applicationPool:${pool}`))
          throw new NotVerified("the application of the pool is not in the list");
        const answer = await bench.ask([...words("delete", "apppool", pool), ...where]);
        return answer.verdict === "done" ? "succeeds" : "refused";
      }),
  },
};

const notKnown = "this appcmd does not support /apphostconfig";

/** Creates a file, passes it on with the parameter that makes appcmd use it, and removes it. */
async function withFile(
  { files }: Bench,
  content: string,
  look: (file: TemporaryFile, where: Command) => Promise<string>,
): Promise<string> {
  const file = files.create(content);
  try {
    return await look(file, [plain(`/apphostconfig:${escapeValue(file.path)}`)]);
  } finally {
    file.remove();
  }
}

/** No server has a pool of this name: if it is listed, appcmd uses the file. */
async function mustHave(ask: Ask, where: Command): Promise<void> {
  if (!(await poolExists(ask, pool, where))) throw new NotVerified(notKnown);
}

/** One pool with this content, and the same inside applicationPoolDefaults. */
function inherit(own: string, inherited: string): string[] {
  return [`<add name="${pool}">${own}</add>`, `<applicationPoolDefaults>${inherited}</applicationPoolDefaults>`];
}

/**
 * A configuration with these pools, an application in the first of them, and the section declarations that IIS
 * requires.
 */
function config(...pools: readonly string[]): string {
  const section = (name: string): string =>
    `<section name="${name}" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<configuration>
    <configSections>
        <sectionGroup name="system.applicationHost">${section("applicationPools")}${section("sites")}</sectionGroup>
    </configSections>
    <system.applicationHost>
        <applicationPools>
            ${pools.join("\n            ")}
        </applicationPools>
        <sites>
            <site name="${pool}" id="1">
                <application path="/" applicationPool="${pool}">
                    <virtualDirectory path="/" physicalPath="C:\\${pool}" />
                </application>
            </site>
        </sites>
    </system.applicationHost>
</configuration>
`;
}
