const { PoolFile } = require("pulumi-iis");

// adopt: what a run that was killed had made already is taken over by the next one, and not refused as somebody else's.
new PoolFile("pools", { files: ["pools.yaml"], adopt: true });
