// A provider plugin that has the real one's schema and does nothing: what the engine itself costs.
const grpc = require("@grpc/grpc-js");
const rpc = require("@pulumi/pulumi/proto/provider_pb");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");

const answer = (work) => (call, callback) => callback(null, work(call.request));
const unchanged = answer(() => new rpc.DiffResponse().setChanges(rpc.DiffResponse.DiffChanges.DIFF_NONE));
const checked = answer((request) => new rpc.CheckResponse().setInputs(request.getNews()));
const server = new grpc.Server();
server.addService(ResourceProviderService, {
  handshake: answer(() => new rpc.ProviderHandshakeResponse()),
  getPluginInfo: answer(() => new PluginInfo().setVersion("0.1.0")),
  getSchema: answer(() => new rpc.GetSchemaResponse().setSchema(JSON.stringify(require("../../schema.json")))),
  checkConfig: checked,
  diffConfig: unchanged,
  configure: answer(() => new rpc.ConfigureResponse().setSupportspreview(true)),
  check: checked,
  diff: unchanged,
  create: answer((request) => new rpc.CreateResponse().setId("1").setProperties(request.getProperties())),
  read: answer((request) =>
    new rpc.ReadResponse().setId(request.getId()).setProperties(request.getProperties()).setInputs(request.getInputs()),
  ),
  delete: answer(() => new Empty()),
  cancel: answer(() => new Empty()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_error, port) =>
  process.stdout.write(`${port}\n`),
);
