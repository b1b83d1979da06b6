using Amazon.CDK;
using Example;

// One stack with each credential: what is deployed first, and what it is updated to.
var app = new App(new AppProps { Outdir = args[0] });
_ = new DockerHubCacheStack(app, "Before", args[1]);
_ = new DockerHubCacheStack(app, "After", args[2]);
app.Synth();
