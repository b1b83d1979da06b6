using Amazon.Runtime.Endpoints;

namespace Amazon.ECR.Endpoints;

/// <summary>What ECR's endpoint depends on.</summary>
public class ECREndpointParameters : EndpointParameters
{
    /// <summary>Neither FIPS nor dual stack.</summary>
    public ECREndpointParameters()
    {
        UseDualStack = false;
        UseFIPS = false;
    }

    /// <summary>The Region's name.</summary>
    public string Region
    {
        get => (string)this[nameof(Region)];
        set => this[nameof(Region)] = value;
    }

    /// <summary>Whether the endpoint answers over IPv6 too.</summary>
    public bool? UseDualStack
    {
        get => (bool?)this[nameof(UseDualStack)];
        set => this[nameof(UseDualStack)] = value;
    }

    /// <summary>Whether the endpoint's cryptography is validated by FIPS 140.</summary>
    public bool? UseFIPS
    {
        get => (bool?)this[nameof(UseFIPS)];
        set => this[nameof(UseFIPS)] = value;
    }

    /// <summary>A configured endpoint, in place of the Region's.</summary>
    public string Endpoint
    {
        get => (string)this[nameof(Endpoint)];
        set => this[nameof(Endpoint)] = value;
    }
}
