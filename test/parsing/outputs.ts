import { readFileSync } from "node:fs";
import { join } from "node:path";

/** `list apppool /config:* /xml` of IIS 8.5 (transcript GH-12 in its envelope). */
export const capture = readFileSync(join(__dirname, "../fixtures/list-apppool-config-all-iis-8.5.xml"), "utf8");

/** `list apppool DefaultAppPool /config:*` of IIS 8.5: no envelope (transcript GH-12). */
export const rawCapture = /<add[\s\S]*<\/add>/.exec(capture)?.[0] ?? "";

/** `list apppool "[SiteName]" /config /xml` (transcript GH-11). */
export const explicitCapture = `<?xml version="1.0" encoding="UTF-8"?>
<appcmd>
  <APPPOOL APPPOOL.NAME="[SiteName]" PipelineMode="Integrated" RuntimeVersion="" state="Started">
    <add name="[SiteName]" managedRuntimeVersion="">
        <processModel identityType="SpecificUser" userName="user" password="password" />
    </add>
  </APPPOOL>
</appcmd>`;

/** Pools of IIS 10 with entries in both collections, and a name beyond ASCII. */
export const manyPools = `<?xml version="1.0" encoding="UTF-8"?>\r
<appcmd>\r
${["Shop", "Büro 2", "A&amp;B"].map(iis10Pool).join("\r\n")}\r
</appcmd>\r
`;

function iis10Pool(name: string): string {
  return `    <APPPOOL APPPOOL.NAME="${name}" PipelineMode="Classic" RuntimeVersion="v4.0" state="Stopped">\r
        <add name="${name}" queueLength="2000" managedRuntimeVersion="v4.0">\r
            <processModel identityType="SpecificUser" userName="u" password="p&lt;1&amp;2&quot;" idleTimeout="00:05:00" />\r
            <recycling logEventOnRecycle="Time, Memory"><periodicRestart privateMemory="1024"><schedule>\r
                <add value="03:00:00" /><add value="15:00:00" />\r
            </schedule></periodicRestart></recycling>\r
            <failure /><cpu></cpu>\r
            <environmentVariables><add name="A" value="1" /><add name="B" value="x &#xA; y" /></environmentVariables>\r
        </add>\r
    </APPPOOL>`;
}

/** Several pools without an envelope. */
export const rawPools = [
  rawCapture,
  '<add name="Shop" queueLength="7" />',
  '<add name="B"><cpu limit="5" /></add>',
].join("\r\r\n");

/** `list config -section:system.applicationHost/applicationPools /config /xml`. */
export const sectionOutput = `<?xml version="1.0" encoding="UTF-8"?>
<appcmd>
    <CONFIG CONFIG.SECTION="system.applicationHost/applicationPools" path="MACHINE/WEBROOT/APPHOST" overrideMode="Inherit" locked="false">
        <system.applicationHost-applicationPools>
            <add name="Shop" queueLength="2000"><environmentVariables><add name="A" value="1" /></environmentVariables></add>
            <add name="Other" />
            <applicationPoolDefaults managedRuntimeVersion="v4.0"><processModel password="pw" /></applicationPoolDefaults>
        </system.applicationHost-applicationPools>
    </CONFIG>
</appcmd>`;

/** `list app /xml` (transcript GH-22 in its envelope). */
export const applicationsOutput = `<?xml version="1.0" encoding="UTF-8"?>
<appcmd>
    <APP path="/" APP.NAME="Default Web Site/" APPPOOL.NAME="DefaultAppPool" SITE.NAME="Default Web Site" />
    <APP path="/shop" APP.NAME="Default Web Site/shop" APPPOOL.NAME="Shop" SITE.NAME="Default Web Site" />
</appcmd>`;
