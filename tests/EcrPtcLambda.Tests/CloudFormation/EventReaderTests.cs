using System.Text;
using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Common;

namespace EcrPtcLambda.Tests.CloudFormation;

public sealed class EventReaderTests
{
    [Fact]
    public void A_whole_event_is_read()
    {
        var @event = Read("""{"RequestType":"Create","ResponseURL":"https://u","StackId":"s","RequestId":"r","LogicalResourceId":"l","ResourceProperties":{"A":"b"}}""");

        JsonText.Read(@event.RequestType).ShouldBe("Create");
        JsonText.Read(@event.ResponseUrl).ShouldBe("https://u");
        @event.ResourceProperties.GetProperty("A").GetString().ShouldBe("b");
        @event.ParseError.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"ResponseURL":"https://u","RequestType":7,"StackId":null,"ResourceProperties":"none","Unknown":[{"a":1}]}""")]
    [InlineData("""{"ResponseURL":"https://u","ResponseURL2":{},"OldResourceProperties":[1,2]}""")]
    public void Wrong_types_elsewhere_do_not_cost_the_ResponseURL(string json) => JsonText.Read(Read(json).ResponseUrl).ShouldBe("https://u");

    [Theory]
    [InlineData("""{"StackId":"s","ResponseURL":"https://u","ResourceProperties":{"A":""")]
    [InlineData("""{"StackId":"s","ResponseURL":"https://u",}""")]
    [InlineData("""{"StackId":"s","ResponseURL":"https://u","A":tru}""")]
    [InlineData("""{"StackId":"s","ResponseURL":"https://u"}}}""")]
    [InlineData("""{"StackId":"s","ResponseURL":"https://u" "A":1}""")]
    public void Broken_JSON_behind_the_ResponseURL_does_not_cost_it(string json)
    {
        var @event = Read(json);

        JsonText.Read(@event.ResponseUrl).ShouldBe("https://u");
        JsonText.Read(@event.StackId).ShouldBe("s");
        @event.ParseError.ShouldNotBeNull();
    }

    [Fact]
    public void An_event_nested_too_deep_for_the_serializer_does_not_cost_the_ResponseURL()
    {
        var deep = new string('[', 5000) + new string(']', 5000);

        JsonText.Read(Read($$"""{"ResourceProperties":{"A":{{deep}}},"ResponseURL":"https://u"}""").ResponseUrl).ShouldBe("https://u");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    [InlineData("<xml/>")]
    [InlineData("{")]
    [InlineData("{\"ResponseURL\":\"https://u")]
    public void What_is_no_object_has_no_ResponseURL(string payload) => JsonText.Read(Read(payload).ResponseUrl).ShouldBeNull();

    [Fact]
    public void An_event_that_is_null_is_said_to_be() => Read("null").ParseError.ShouldBe("it is null");

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\"")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_ResponseURL_that_is_not_text_counts_as_missing(string json) => JsonText.Read(Read($$"""{"ResponseURL":{{json}}}""").ResponseUrl).ShouldBeNull();

    [Fact]
    public void Reflection_is_off() => JsonSerializer.IsReflectionEnabledByDefault.ShouldBeFalse();

    private static CustomResourceEvent Read(string payload) =>
        EventReader.Read(Encoding.UTF8.GetBytes(payload), new SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext>());
}
