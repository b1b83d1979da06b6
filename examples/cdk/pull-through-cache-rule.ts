import { CfnOutput, CustomResource, Duration, Fn, Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/**
 * A pull through cache rule for Docker Hub. The name of the secret must begin with ecr-pullthroughcache/.
 *
 * Add to bin/ of an app that `cdk init app --language typescript` created, and run `cdk deploy`:
 *
 *     const app = new App();
 *     new DockerHubCacheStack(app, 'DockerHubCache', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf');
 */
export class DockerHubCacheStack extends Stack {
  constructor(scope: Construct, id: string, credentialArn: string, props?: StackProps) {
    super(scope, id, props);

    const rule = new CustomResource(this, 'DockerHub', {
      resourceType: 'Custom::PullThroughCacheRule',
      serviceToken: Fn.importValue('ecr-ptc-ServiceToken'),
      serviceTimeout: Duration.minutes(5),
      properties: {
        EcrRepositoryPrefix: 'docker-hub',
        UpstreamRegistry: 'docker-hub',
        CredentialArn: credentialArn,
      },
    });

    new CfnOutput(this, 'Nginx', { value: `${rule.getAttString('RepositoryUri')}/library/nginx:latest` });
  }
}
