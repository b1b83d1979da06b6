import { App } from 'aws-cdk-lib';
import { DockerHubCacheStack } from './pull-through-cache-rule';

declare const process: { argv: string[] };

// One stack with each credential: what is deployed first, and what it is updated to.
const [outdir, before, after] = process.argv.slice(2);
const app = new App({ outdir });
new DockerHubCacheStack(app, 'Before', before);
new DockerHubCacheStack(app, 'After', after);
app.synth();
