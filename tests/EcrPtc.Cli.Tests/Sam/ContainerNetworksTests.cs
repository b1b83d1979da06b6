using System.Net;
using EcrPtc.Cli.Sam;

namespace EcrPtc.Cli.Tests.Sam;

/// <summary>Which address of this machine is chosen for the containers of which engine.</summary>
public sealed class ContainerNetworksTests
{
    private static readonly BridgeSubnet Docker = new(IPNetwork.Parse("172.17.0.0/16"), IPAddress.Parse("172.17.0.1"));

    private static readonly MachineAddress[] Machine =
        [On("lo", "127.0.0.1"), On("lo", "::1"), On("eth0", "192.0.2.10"), On("eth0", "fe80::10"), On("docker0", "172.17.0.1"), On("docker0", "fe80::1"), On("podman0", "10.88.0.1")];

    [Fact]
    public void The_engines_bridge_is_chosen_by_the_address_that_the_engine_reports() =>
        Choose(Engine(Docker)).ShouldBe(new(IPAddress.Parse("172.17.0.1"), Host: null, "docker0", IsPresent: true));

    [Fact]
    public void An_engine_that_runs_goes_before_the_bridge_of_one_that_does_not() =>
        Choose(Engine(new BridgeSubnet(IPNetwork.Parse("10.88.0.0/16"), IPAddress.Parse("10.88.0.1")))).Description.ShouldBe("podman0");

    [Fact]
    public void A_bridge_that_is_not_there_yet_is_chosen_all_the_same()
    {
        var network = ContainerNetworks.Choose(Engine(Docker), [On("lo", "127.0.0.1")], isInUserNamespace: false);

        network.Address.ShouldBe(IPAddress.Parse("172.17.0.1"));
        network.IsPresent.ShouldBeFalse();
    }

    [Fact]
    public void If_the_engine_reports_only_the_subnet_this_machines_address_in_it_is_chosen() =>
        Choose(Engine(new BridgeSubnet(IPNetwork.Parse("172.17.0.0/16"), Gateway: null))).Address.ShouldBe(IPAddress.Parse("172.17.0.1"));

    [Theory]
    [InlineData("10.88.0.0/16", "10.88.0.1")]
    [InlineData("fd00:d0c::/64", "fd00:d0c::1")]
    public void Where_this_machine_has_none_in_it_yet_the_subnets_first_address_is_chosen(string subnet, string address) =>
        ContainerNetworks.Choose(Engine(new BridgeSubnet(IPNetwork.Parse(subnet), Gateway: null)), [], isInUserNamespace: false).Address.ShouldBe(IPAddress.Parse(address));

    [Fact]
    public void Of_a_bridge_with_both_the_IPv4_address_is_chosen() =>
        Choose(Engine(new BridgeSubnet(IPNetwork.Parse("fd00:d0c::/64"), IPAddress.Parse("fd00:d0c::1")), Docker)).Address.ShouldBe(IPAddress.Parse("172.17.0.1"));

    [Fact]
    public void With_Docker_Desktop_it_is_the_loopback_address_whatever_bridges_there_are() =>
        Choose(Engine(Docker) with { IsDockerDesktop = true }).ShouldSatisfyAllConditions(
            network => network.Address.ShouldBe(IPAddress.Loopback), network => network.Host.ShouldBe("host.docker.internal"));

    [Fact]
    public void Without_an_engine_Dockers_bridge_goes_before_podmans() => Choose(engine: null).Description.ShouldBe("docker0");

    [Fact]
    public void A_link_local_address_alone_is_none() =>
        Should.Throw<IOException>(() => ContainerNetworks.Choose(engine: null, [On("docker0", "fe80::1")], isInUserNamespace: false)).Message.ShouldContain("no bridge");

    [Fact]
    public void An_engine_without_a_default_bridge_is_reported() =>
        Should.Throw<IOException>(() => Choose(Engine())).Message.ShouldStartWith("The container engine at /run/engine.sock has no default bridge.");

    [Fact]
    public void A_rootless_engines_bridge_is_not_this_machines_even_by_the_same_address() =>
        Should.Throw<IOException>(() => Choose(Engine(Docker) with { IsRootless = true })).Message.ShouldContain("podman unshare --rootless-netns");

    [Fact]
    public void A_rootless_engines_bridge_is_reached_within_its_namespace() =>
        ContainerNetworks.Choose(Engine(Docker) with { IsRootless = true }, Machine, isInUserNamespace: true).Address.ShouldBe(IPAddress.Parse("172.17.0.1"));

    [Theory]
    [InlineData("172.17.0.1", null, "docker0", true)]
    [InlineData("192.0.2.10", null, "eth0", true)]
    [InlineData("10.99.0.1", null, "which this machine gets with the engine's first container", false)]
    [InlineData("127.0.0.1", "host.docker.internal", "where the container engine forwards it", true)]
    [InlineData("::1", "host.docker.internal", "where the container engine forwards it", true)]
    public void An_address_that_is_given_is_taken(string address, string? host, string description, bool isPresent) =>
        ContainerNetwork.FromAddress(IPAddress.Parse(address), Machine).ShouldBe(new(IPAddress.Parse(address), host, description, isPresent));

    private static ContainerNetwork Choose(ContainerEngine? engine) => ContainerNetworks.Choose(engine, Machine, isInUserNamespace: false);

    private static ContainerEngine Engine(params BridgeSubnet[] bridges) => new("/run/engine.sock", IsDockerDesktop: false, IsRootless: false, bridges);

    private static MachineAddress On(string name, string address) => new(name, IPAddress.Parse(address));
}
