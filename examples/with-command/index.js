const { AppPool, RecycleAppPool } = require("pulumi-iis");
const { Config } = require("@pulumi/pulumi");

// The pipeline writes down which build it has just copied to the server: pool -> build.
const builds = new Config().requireObject("builds");

for (const [name, build] of Object.entries(builds)) {
  const pool = new AppPool(name, { startMode: "AlwaysRunning", processModel: { idleTimeout: "0s" } });
  // The old worker processes finish what they have begun; the new ones have loaded the new build.
  new RecycleAppPool(name, { pool: pool.name, triggers: [build] });
}
