using Amazon.CDK;
using Example;

// One stack for each credential: the initial deployment and its update.
var app = new App(new AppProps { Outdir = args[0] });
_ = new DockerHubCacheStack(app, "Before", args[1]);
_ = new DockerHubCacheStack(app, "After", args[2]);
app.Synth();
