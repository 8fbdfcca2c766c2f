const { PoolFile } = require("pulumi-iis");

// adopt: the next run takes over what a killed run made, and does not refuse it as a pool of others.
new PoolFile("pools", { files: ["pools.yaml"], adopt: true });
