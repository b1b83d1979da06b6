using System.Collections.Generic;
using Amazon.CDK;
using Constructs;

namespace Example;

/// <summary>Docker Hub through Amazon ECR. The secret's name begins with ecr-pullthroughcache/.</summary>
/// <example>
/// In Program.cs of an app that <c>cdk init app --language csharp</c> made; then <c>cdk deploy</c>:
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
                // Seconds. As a property it works with every version 2 of the CDK.
                ["ServiceTimeout"] = 300,
                ["EcrRepositoryPrefix"] = "docker-hub",
                ["UpstreamRegistry"] = "docker-hub",
                ["CredentialArn"] = credentialArn,
            },
        });

        _ = new CfnOutput(this, "Nginx", new CfnOutputProps { Value = $"{rule.GetAttString("RepositoryUri")}/library/nginx:latest" });
    }
}
