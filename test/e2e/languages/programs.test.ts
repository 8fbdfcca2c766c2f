import { readFileSync } from "node:fs";
import { sampleConfig } from "../../engine/offline-host";
import { byPoolName } from "../harness/by-pool-name";
import { describeWith, errorsOf, type LanguageProject, languages, startLanguage } from "./language";

const sample = readFileSync(sampleConfig, "utf8");

/** What each of the examples declares, as appcmd writes it. */
const pools = `            <add name="Nightly Reports">
                <recycling>
                    <periodicRestart time="00:00:00">
                        <schedule>
                            <add value="03:00:00" />
                        </schedule>
                    </periodicRestart>
                </recycling>
            </add>
            <add name="api" managedRuntimeVersion="" startMode="AlwaysRunning">
                <processModel idleTimeout="00:00:00" />
            </add>
            <add name="shop">
                <recycling logEventOnRecycle="Time, Requests, Schedule, Memory, IsapiUnhealthy, OnDemand, ConfigChange, PrivateMemory">
                    <periodicRestart privateMemory="1572864" />
                </recycling>
            </add>
`.replaceAll("\n", "\r\n");
const defaults = "            <applicationPoolDefaults";
const wanted = sample.replace(defaults, pools + defaults);

for (const language of languages) {
  describeWith(language.needs, `the three pools in ${language.name}`, () => {
    let project: LanguageProject;

    beforeAll(async () => {
      project = await startLanguage(language);
    });

    afterAll(async () => {
      await project.dispose();
    });

    it("are on the server, byte for byte what the other languages make of them, until they are destroyed", async () => {
      expect(await project.pulumi("up", "--yes", "--skip-preview")).toContain("4 created");
      expect(byPoolName(project.configText())).toBe(byPoolName(wanted));
      expect(await project.pulumi("preview", "--expect-no-changes")).toContain("4 unchanged");
      await project.pulumi("destroy", "--yes", "--skip-preview");
      expect(project.configText()).toBe(sample);
    });

    it("are refused with the path of the property that is wrong", async () => {
      const before = project.configText();
      project.edit("03:00", "25:00");
      const said = await project.failing("preview");
      expect(errorsOf(said)).toEqual([
        `iis:index:AppPool resource 'nightly' has a problem: recycling.periodicRestart.schedule[0]: must be a time of day between "00:00" and "23:59", in whole minutes, got "25:00"`,
      ]);
      expect(project.configText()).toBe(before);
    });
  });
}
