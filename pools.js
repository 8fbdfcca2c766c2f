// The program of Pulumi.yaml: every pool of the files that iis:poolFiles names, as YAML that people review.
//   pulumi config set iis:poolFiles 'pools/*.yaml'        several: a comma between them
//   pulumi config set iis:adopt true                      take over pools that exist
const iis = require("pulumi-iis");
const { Config } = require("@pulumi/pulumi");

const config = new Config("iis");
const files = config.require("poolFiles").split(",");

new iis.PoolFile("pools", { files: files.map((file) => file.trim()), adopt: config.getBoolean("adopt") ?? false });
