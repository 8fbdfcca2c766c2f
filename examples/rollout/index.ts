import * as pulumi from "@pulumi/pulumi";
import * as iis from "pulumi-iis";

const config = new pulumi.Config();
const url = config.get("probe");

// Configurations that no IIS uses, so that this runs on any machine; servers have { host: "web-01.example.com", user: … }.
const hosts = Object.fromEntries(
  ["web-01", "web-02", "web-03", "web-04"].map((name) => [name, { configFile: `./${name}.config` }]),
);

const { hosts: pools } = iis.rollout(
  {
    hosts,
    groups: { canary: ["web-01"] },
    waves: "canary,75%,100%",
    settle: config.get("settle") ?? "10s",
    ...(url !== undefined && { probe: { url, timeout: "5s" } }),
  },
  (host) =>
    new iis.AppPool(
      `${host.name}/shop`,
      {
        name: "Shop",
        connection: host.connection,
        queueLength: config.getNumber("queueLength") ?? 2000,
        managedRuntimeVersion: "",
        recycling: { periodicRestart: { time: "0s", schedule: ["03:00"] } },
      },
      host.opts,
    ),
);

export const shops = Object.values(pools).map((pool) => pool.id);
