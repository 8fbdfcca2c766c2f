import { basename } from "node:path";
import { type Command, plain } from "../../appcmd/argument";
import { clearConfig, setConfig } from "../../appcmd/command";
import { escapeValue, setAttribute, settingPath } from "../../appcmd/edit";
import { type Ask, type Bench, doctorPool, type DoctorProbes, removeForSure, type TemporaryFile } from "./bench";
import { entriesOf, isThere, listPool, must, words } from "./doctor-pool";
import { Unsettled } from "./bench";

/** What becomes of a second backup of the same name; the backup is the doctor's own and goes away again. */
export const backupProbes: DoctorProbes = {
  "backup-of-taken-name": {
    needsWrite: true,
    look: async ({ ask }) => {
      if (await hasBackup(ask)) throw new Unsettled(`there is a backup ${doctorPool} already`);
      try {
        await must(ask, words("add", "backup", doctorPool));
        const second = await ask(words("add", "backup", doctorPool));
        return second.verdict === "done" ? "overwrites" : "refused";
      } finally {
        // Also after the first was cut short: it may have been made.
        await removeForSure(() => remove(ask), `remove the backup yourself: appcmd delete backup ${doctorPool}`);
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

/** What can be seen on a configuration file of the doctor's own, which no server uses: `/apphostconfig`. */
export const fileProbes: DoctorProbes = {
  "exit-code-malformed-file": {
    needsWrite: false,
    look: (bench) =>
      withFile(bench, "<configuration>\r\n  <broken\r\n", async (file, where) => {
        const { exitCode, stdout } = await bench.ask([...words("list", "apppool"), ...where]);
        // In every language the error names the file; an appcmd that does not know the parameter cannot.
        const isAboutFile = stdout.toLowerCase().includes(basename(file.path).toLowerCase());
        if (!isAboutFile) throw new Unsettled(notKnown);
        return String(exitCode);
      }),
  },
  "set-without-change": {
    needsWrite: true,
    look: (bench) =>
      withFile(bench, config(`<add name="${pool}" queueLength="1001" />`), async (file, where) => {
        await mustHave(bench.ask, where);
        await must(bench.ask, [...setConfig([setAttribute({ pool }, "queueLength", "1001")]), ...where]);
        return file.isTouched() ? "commits" : "skips";
      }),
  },
  "clear-config-on-collection": {
    needsWrite: true,
    look: (bench) => {
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
    look: (bench) => {
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
    look: (bench) =>
      withFile(bench, config(`<add name="${pool}" />`), async (_file, where) => {
        await mustHave(bench.ask, where);
        const { stdout } = await bench.ask([...words("list", "app"), ...where]);
        if (!stdout.includes(`applicationPool:${pool}`))
          throw new Unsettled("the application of the pool is not in the list");
        const answer = await bench.ask([...words("delete", "apppool", pool), ...where]);
        return answer.verdict === "done" ? "succeeds" : "refused";
      }),
  },
};

const notKnown = "this appcmd does not work on a file that /apphostconfig names";

/** Makes a file, hands it out with the parameter that leads appcmd to it, and takes it away again. */
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

/** No server has a pool of this name: where it is seen, appcmd works on the file. */
async function mustHave(ask: Ask, where: Command): Promise<void> {
  if (!(await isThere(ask, pool, where))) throw new Unsettled(notKnown);
}

/** One pool with this content, and the same inside of applicationPoolDefaults. */
function inherit(own: string, inherited: string): string[] {
  return [`<add name="${pool}">${own}</add>`, `<applicationPoolDefaults>${inherited}</applicationPoolDefaults>`];
}

/** A configuration with these pools, an application in the first of them, and the declarations without which IIS reads neither. */
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
