using Amazon.Runtime.Endpoints;

namespace Amazon.ECR.Endpoints;

/// <summary>The parameters of endpoint resolution for Amazon ECR, for custom endpoint providers.</summary>
public class ECREndpointParameters : EndpointParameters
{
    /// <summary>Asks for neither dual stack nor FIPS.</summary>
    public ECREndpointParameters()
    {
        UseDualStack = false;
        UseFIPS = false;
    }

    /// <summary>The region's system name, such as <c>eu-central-1</c>.</summary>
    public string? Region
    {
        get => (string?)this[nameof(Region)];
        set => this[nameof(Region)] = value;
    }

    /// <summary>Asks for an endpoint that supports IPv4 and IPv6.</summary>
    public bool? UseDualStack
    {
        get => (bool?)this[nameof(UseDualStack)];
        set => this[nameof(UseDualStack)] = value;
    }

    /// <summary>Asks for an endpoint with FIPS 140 validated cryptography.</summary>
    public bool? UseFIPS
    {
        get => (bool?)this[nameof(UseFIPS)];
        set => this[nameof(UseFIPS)] = value;
    }

    /// <summary>A configured endpoint, which excludes FIPS and dual stack.</summary>
    public string? Endpoint
    {
        get => (string?)this[nameof(Endpoint)];
        set => this[nameof(Endpoint)] = value;
    }
}
