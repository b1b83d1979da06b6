using Amazon.CDK;
using Constructs;

/// <summary>Docker Hub through Amazon ECR. The secret's name begins with ecr-pullthroughcache/.</summary>
public sealed class DockerHubCacheStack : Stack
{
    public DockerHubCacheStack(Construct scope, string id, string credentialArn, IStackProps? props = null)
        : base(scope, id, props)
    {
        var rule = new CustomResource(this, "DockerHub", new CustomResourceProps
        {
            ResourceType = "Custom::PullThroughCacheRule",
            ServiceToken = Fn.ImportValue("ecr-ptc-ServiceToken"),
            ServiceTimeout = Duration.Minutes(5),
            Properties = new Dictionary<string, object>
            {
                ["EcrRepositoryPrefix"] = "docker-hub",
                ["UpstreamRegistry"] = "docker-hub",
                ["CredentialArn"] = credentialArn,
            },
        });

        _ = new CfnOutput(this, "Nginx", new CfnOutputProps { Value = $"{rule.GetAttString("RepositoryUri")}/library/nginx:latest" });
    }
}
