using System.Collections.Generic;
using Amazon.CDK;
using Constructs;

namespace Example;

/// <summary>A pull through cache rule for Docker Hub. The name of the secret must begin with ecr-pullthroughcache/.</summary>
/// <example>
/// Add to Program.cs of an app that <c>cdk init app --language csharp</c> created, and run <c>cdk deploy</c>:
/// <code>
/// var app = new App();
/// new DockerHubCacheStack(app, "DockerHubCache", "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf");
/// app.Synth();
/// </code>
/// </example>
public sealed class DockerHubCacheStack : Stack
{
    public DockerHubCacheStack(Construct scope, string id, string credentialArn, IStackProps? props = null)
        : base(scope, id, props)
    {
        var rule = new CustomResource(this, "DockerHub", new CustomResourceProps
        {
            ResourceType = "Custom::PullThroughCacheRule",
            ServiceToken = Fn.ImportValue("ecr-ptc-ServiceToken"),
            Properties = new Dictionary<string, object>
            {
                // In seconds. Set as a property, because earlier versions 2 of the AWS CDK have no ServiceTimeout argument.
                ["ServiceTimeout"] = 300,
                ["EcrRepositoryPrefix"] = "docker-hub",
                ["UpstreamRegistry"] = "docker-hub",
                ["CredentialArn"] = credentialArn,
            },
        });

        _ = new CfnOutput(this, "Nginx", new CfnOutputProps { Value = $"{rule.GetAttString("RepositoryUri")}/library/nginx:latest" });
    }
}
